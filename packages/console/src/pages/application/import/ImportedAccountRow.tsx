import { Anchor, Badge, Button, Group, Select, Table, Text } from '@mantine/core';
import type { ImportDecision, ImportedAccount } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDecideImport } from '../../../api/app-import.ts';
import { MayWrite } from '../../../components/MayWrite.tsx';
import { WriteFields } from '../../../components/WriteFields.tsx';
import { useNotify } from '../../../hooks/use-notify.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { useApplication } from '../use-application.ts';

const colors = {
  new: 'blue',
  exact: 'teal',
  partial: 'yellow',
  conflict: 'red',
  linked: 'teal',
  ignored: 'gray',
} as const;

/** One account: how it matches, whose it may be, and what to do about it. */
export function ImportedAccountRow({ account }: { readonly account: ImportedAccount }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { state, candidates, userName, displayName, email } = account;
  const [user, setUser] = useState(candidates[0]?.userId ?? null);
  const linked = candidates[0];
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={500} miw={120} style={{ overflowWrap: 'anywhere' }}>
          {userName}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {[displayName, email].filter((text) => text !== '' && text !== userName).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge color={colors[state]} tt="none">
          {t(`appImport.matches.${state}`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        {state === 'linked' && linked !== undefined && (
          <Anchor component={Link} to={`/o/${org}/directory/users/${linked.userId}`} size="sm">
            {linked.displayName} ({linked.loginName})
          </Anchor>
        )}
        {state !== 'linked' && candidates.length > 0 && (
          <WriteFields scope="applications:write">
            <Select
              size="xs"
              aria-label={t('appImport.userOf', { account: userName })}
              allowDeselect={false}
              value={user}
              onChange={setUser}
              data={candidates.map((one) => ({ value: one.userId, label: `${one.displayName} (${one.loginName})` }))}
            />
          </WriteFields>
        )}
      </Table.Td>
      <Table.Td>
        <MayWrite scope="applications:write">
          <Actions account={account} user={user} />
        </MayWrite>
      </Table.Td>
    </Table.Tr>
  );
}

function Actions({ account, user }: { readonly account: ImportedAccount; readonly user: string | null }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const decide = useDecideImport(useOrg(), useApplication().slug);
  const send = (decision: ImportDecision): void =>
    decide.mutate(
      { decisions: [decision] },
      {
        onError: notify.failed,
        onSuccess: ({ refused: [refusal] }) =>
          notify.done(
            t(refusal === undefined ? `appImport.done.${decision.action}` : `appImport.refused.${refusal.reason}`),
          ),
      },
    );
  const { id, state } = account;
  if (state === 'linked') return null;
  return (
    <Group gap="xs" wrap="nowrap" justify="flex-end">
      {state !== 'ignored' && user !== null && (
        <Button
          size="compact-sm"
          disabled={decide.isPending}
          onClick={() => send({ account: id, action: 'link', user })}
        >
          {t('appImport.confirm')}
        </Button>
      )}
      {state !== 'ignored' && user === null && (
        <Button size="compact-sm" disabled={decide.isPending} onClick={() => send({ account: id, action: 'create' })}>
          {t('appImport.create')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        disabled={decide.isPending}
        onClick={() => send({ account: id, action: state === 'ignored' ? 'restore' : 'ignore' })}
      >
        {t(state === 'ignored' ? 'appImport.restore' : 'appImport.ignore')}
      </Button>
    </Group>
  );
}
