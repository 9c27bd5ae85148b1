import { ActionIcon, Paper, Stack, Table, Text, Title } from '@mantine/core';
import type { PushRule } from '@lockstep/admin-api';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { pushRulesQuery, useDeletePushRule } from '../../../api/group-push.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { DataTable } from '../../../ui/DataTable.tsx';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { useApplication } from '../use-application.ts';
import { UnlinkDialog } from './UnlinkDialog.tsx';

/** The rules of the application; nothing where there are none. */
export function RulesPanel({ mayWrite }: { readonly mayWrite: boolean }) {
  const { t } = useTranslation();
  const { slug } = useApplication();
  const { data, error, refetch } = useQuery(pushRulesQuery(useOrg(), slug));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined || data.rules.length === 0) return null;
  return (
    <Stack gap="xs" mt="md">
      <Title order={2}>{t('pushGroups.rules')}</Title>
      <Text size="sm" c="dimmed">
        {t('pushGroups.rulesHint')}
      </Text>
      <Paper p={0}>
        <DataTable
          label={t('pushGroups.rules')}
          columns={[
            { key: 'rule', label: t('pushGroups.rule') },
            { key: 'existing', label: t('pushGroups.existing'), from: 'sm' },
            { key: 'groups', label: t('nav.groups') },
            ...(mayWrite ? [{ key: 'actions', label: t('list.actions'), hidden: true, width: 48 }] : []),
          ]}
        >
          {data.rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} mayWrite={mayWrite} />
          ))}
        </DataTable>
      </Paper>
    </Stack>
  );
}

function RuleRow({ rule, mayWrite }: { readonly rule: PushRule; readonly mayWrite: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { slug } = useApplication();
  const remove = useDeletePushRule(useOrg(), slug);
  const [removing, dialog] = useDisclosure(false);
  const said = { rule: t(`pushGroups.ruleSaid.${rule.operator}`, { pattern: rule.pattern }) };
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{said.rule}</Table.Td>
      <Table.Td visibleFrom="sm">{t(`pushGroups.existingShort.${rule.existing}`)}</Table.Td>
      <Table.Td>{format.number(rule.groups)}</Table.Td>
      {mayWrite && (
        <Table.Td>
          <ActionIcon size="md" aria-label={t('pushGroups.removeRule', said)} onClick={dialog.open}>
            <IconTrash size={18} />
          </ActionIcon>
          <UnlinkDialog
            opened={removing}
            onClose={dialog.close}
            id={rule.id}
            unlink={remove}
            title={t('pushGroups.removeRuleTitle', said)}
            submit={t('pushGroups.remove')}
            done={t('pushGroups.ruleRemoved')}
          />
        </Table.Td>
      )}
    </Table.Tr>
  );
}
