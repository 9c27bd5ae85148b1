import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { auditAddress } from '../../api/audit.ts';
import { useOrg } from '../../hooks/use-org.ts';

/** Downloads of what the filters leave of the audit log. */
export function AuditExports({ filters }: { readonly filters: Readonly<Record<string, string>> }) {
  const { t } = useTranslation();
  const org = useOrg();
  return (['csv', 'json'] as const).map((format) => (
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
  ));
}
