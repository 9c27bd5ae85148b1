import { Stack } from '@mantine/core';
import { changedKinds } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { auditQuery } from '../../api/audit.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { AuditExports } from './AuditExports.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditList } from './AuditList.tsx';
import { pageOfAudit, readAuditFilters } from './read-audit-filters.ts';

/** Who did what, attribute by attribute. */
export function AuditPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const url = useListUrl();
  const filters = readAuditFilters(url);
  const audit = useQuery(auditQuery(org, pageOfAudit(url, filters)));
  return (
    <>
      <PageHeader
        title={t('nav.auditLog')}
        description={t('audit.about')}
        actions={<AuditExports filters={filters} />}
      />
      <Stack gap="sm">
        <AuditFilters url={url} kinds={changedKinds} />
        <AuditList audit={audit} url={url} />
      </Stack>
    </>
  );
}
