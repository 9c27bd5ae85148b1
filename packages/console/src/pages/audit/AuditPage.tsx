import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { auditAddress, auditQuery } from '../../api/audit.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditList } from './AuditList.tsx';
import { readAuditFilters } from './read-audit-filters.ts';

const pageSize = 50;

/** Who did what, attribute by attribute. */
export function AuditPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const url = useListUrl();
  const filters = readAuditFilters(url);
  const cursor = url.cursor === undefined ? {} : { cursor: url.cursor };
  const audit = useQuery(auditQuery(org, { ...filters, ...cursor, limit: pageSize }));
  return (
    <>
      <PageHeader
        title={t('nav.auditLog')}
        description={t('audit.about')}
        actions={
          <>
            {(['csv', 'json'] as const).map((format) => (
              <Button
                key={format}
                component="a"
                href={auditAddress(org, format, filters)}
                download={`audit-log-${org}.${format}`}
                variant="default"
                leftSection={<IconDownload size={16} />}
              >
                {t('audit.export', { format: format.toUpperCase() })}
              </Button>
            ))}
          </>
        }
      />
      <Stack gap="sm">
        <AuditFilters url={url} />
        <AuditList audit={audit} url={url} pageSize={pageSize} />
      </Stack>
    </>
  );
}
