import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { auditQuery } from '../../api/audit.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { AuditExports } from '../audit/AuditExports.tsx';
import { AuditFilters } from '../audit/AuditFilters.tsx';
import { AuditList } from '../audit/AuditList.tsx';
import { pageOfAudit, readAuditFilters } from '../audit/read-audit-filters.ts';
import { useApplication } from './use-application.ts';

const kinds = ['Application', 'Assignment', 'Task'] as const;

/** What was changed of the application, its assignments and its tasks, and by whom. */
export function ActivityTab() {
  const { t } = useTranslation();
  const org = useOrg();
  const url = useListUrl();
  const filters = { ...readAuditFilters(url), resource: useApplication().id };
  const audit = useQuery(auditQuery(org, pageOfAudit(url, filters)));
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('application.activity')}
        </Text>
        <Group gap="xs">
          <AuditExports filters={filters} />
        </Group>
      </Group>
      <AuditFilters url={url} kinds={kinds} />
      <AuditList audit={audit} url={url} />
    </Stack>
  );
}
