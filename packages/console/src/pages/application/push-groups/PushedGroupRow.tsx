import { Anchor, Badge, Table, Text } from '@mantine/core';
import type { PushedGroup } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../../hooks/use-org.ts';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { SyncStateBadge } from '../SyncStateBadge.tsx';
import { GroupError } from './GroupError.tsx';
import { MemberCount } from './MemberCount.tsx';
import { PushedGroupMenu } from './PushedGroupMenu.tsx';

interface PushedGroupRowProps {
  readonly group: PushedGroup;
  readonly changed: boolean;
  readonly mayWrite: boolean;
}

export function PushedGroupRow({ group, changed, mayWrite }: PushedGroupRowProps) {
  const { t } = useTranslation();
  return (
    <Table.Tr data-changed={changed || undefined}>
      <Table.Td>
        <GroupName group={group} />
        {group.ruleId !== undefined && (
          <Text size="xs" c="dimmed">
            {t('pushGroups.byRule')}
          </Text>
        )}
        {group.error !== undefined && <GroupError group={group} error={group.error} />}
        <Text size="xs" component="div" hiddenFrom="xs">
          <MemberCount group={group} />
        </Text>
      </Table.Td>
      <Table.Td>
        <PushState group={group} />
      </Table.Td>
      <Table.Td visibleFrom="md" style={{ overflowWrap: 'anywhere' }}>
        {group.remoteName ?? group.remoteId ?? t('pushGroups.noTarget')}
      </Table.Td>
      <Table.Td visibleFrom="xs">
        <MemberCount group={group} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <RelativeTime at={group.pushedAt} fallback={t('common.never')} />
      </Table.Td>
      {mayWrite && (
        <Table.Td>
          <PushedGroupMenu group={group} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function GroupName({ group: { groupId, displayName, deleted } }: { readonly group: PushedGroup }) {
  const org = useOrg();
  const style = { overflowWrap: 'anywhere' } as const;
  if (deleted) {
    return (
      <Text size="sm" fw={500} style={style}>
        {displayName}
      </Text>
    );
  }
  return (
    <Anchor component={Link} to={`/o/${org}/directory/groups/${groupId}`} size="sm" fw={500} style={style}>
      {displayName}
    </Anchor>
  );
}

/** What a person did comes before what the engine says. */
function PushState({ group: { active, ending, syncState } }: { readonly group: PushedGroup }) {
  const { t } = useTranslation();
  if (ending !== undefined) return <Badge color="gray">{t('pushGroups.unlinking')}</Badge>;
  if (!active) return <Badge color="gray">{t('pushGroups.paused')}</Badge>;
  return <SyncStateBadge state={syncState} />;
}
