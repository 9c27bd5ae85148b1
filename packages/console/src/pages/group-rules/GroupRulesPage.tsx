import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { groupRulesQuery } from '../../api/group-rules.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { useListUrl, type ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { GroupsHeader } from '../groups/GroupsHeader.tsx';
import { GroupRuleDrawer } from './GroupRuleDrawer.tsx';
import { GroupRuleRow } from './GroupRuleRow.tsx';

/** The rules that make people members of groups: add, try, activate, delete. */
export function GroupRulesPage() {
  const { t } = useTranslation();
  const url = useListUrl();
  return (
    <>
      <GroupsHeader
        description={t('groupRules.about')}
        actions={
          <MayWrite scope="directory:write">
            <Button component={Link} {...url.linkTo({ rule: 'new' })} leftSection={<IconPlus size={16} />}>
              {t('groupRules.add')}
            </Button>
          </MayWrite>
        }
      />
      <RuleList url={url} />
      <MayWrite scope="directory:write">
        <GroupRuleDrawer url={url} />
      </MayWrite>
    </>
  );
}

/** Milliseconds between looks while people are still to be looked at. */
const rereadEvery = 1000;

function RuleList({ url }: { readonly url: ListUrl }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    ...groupRulesQuery(useOrg()),
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.waiting > 0 ? rereadEvery : false),
  });
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  if (data.rules.length === 0) {
    return (
      <EmptyPanel
        icon={<IconUsersGroup size={40} stroke={1.4} />}
        title={t('groupRules.empty')}
        description={t('groupRules.emptyHint')}
        action={
          <MayWrite scope="directory:write">
            <Button component={Link} {...url.linkTo({ rule: 'new' })}>
              {t('groupRules.add')}
            </Button>
          </MayWrite>
        }
      />
    );
  }
  return (
    <div>
      {data.waiting > 0 && (
        <Text size="sm" c="dimmed" mb="xs" component="output" display="block">
          {t('groupRules.waiting', { count: data.waiting })}
        </Text>
      )}
      <DataTable
        label={t('groupRules.rules')}
        columns={[
          { key: 'name', label: t('groupRules.name') },
          { key: 'status', label: t('groupRules.status') },
          { key: 'expression', label: t('expression.label'), from: 'md' },
          { key: 'targets', label: t('groupRules.targets'), from: 'sm' },
          { key: 'members', label: t('groupRules.members'), from: 'sm' },
          { key: 'actions', label: t('list.actions'), hidden: true, width: 48 },
        ]}
      >
        {data.rules.map((rule) => (
          <GroupRuleRow key={rule.id} rule={rule} url={url} />
        ))}
      </DataTable>
    </div>
  );
}
