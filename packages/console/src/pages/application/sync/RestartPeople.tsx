import { Button, Group, Stack, Table, Text } from '@mantine/core';
import type { RestartPerson, SendKind } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { restartPeopleQuery } from '../../../api/app-sync.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useAttributeName } from '../mappings/use-attribute-name.ts';
import { useApplication } from '../use-application.ts';
import { useShowHeld } from './use-show-held.ts';

/** The people of the preview, page by page. Without a kind: everybody for whom something is sent. */
export function RestartPeople({ kind }: { readonly kind: SendKind | undefined }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const query = { ...(kind === undefined ? {} : { kind }), ...(cursor === undefined ? {} : { cursor }) };
  const { data, error, refetch } = useQuery(restartPeopleQuery(org, slug, query));
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  const { people, next } = data;
  if (people.length === 0 && next === undefined && cursor === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {t('sync.nobody')}
      </Text>
    );
  }
  return (
    <Stack gap="xs">
      <Table.ScrollContainer minWidth={480} maxHeight={340} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table aria-label={t('sync.people')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('user.loginName')}</Table.Th>
              <Table.Th>{t('sync.what')}</Table.Th>
              <Table.Th>{t('sync.why')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {people.map((person) => (
              <PersonLine key={person.userId} person={person} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {(next !== undefined || cursor !== undefined) && (
        <Group justify="flex-end" gap="xs">
          <Button
            size="xs"
            variant="default"
            disabled={cursor === undefined}
            onClick={() => setCursors(cursors.slice(0, -1))}
          >
            {t('list.previous')}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={next === undefined}
            onClick={() => next !== undefined && setCursors([...cursors, next])}
          >
            {t('list.next')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function PersonLine({ person }: { readonly person: RestartPerson }) {
  const { t } = useTranslation();
  const nameOf = useAttributeName();
  const show = useShowHeld();
  const { kind, changes, message } = person;
  const shown = kind === 'update' || kind === 'reactivate' ? changes : [];
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm">{person.loginName}</Text>
        <Text size="xs" c="dimmed">
          {person.displayName}
        </Text>
      </Table.Td>
      <Table.Td>{t(`sync.do.${kind}`)}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Text size="sm">{message ?? <Reason person={person} />}</Text>
        {shown.map(({ target, before, after }) => (
          <Text key={target} size="xs" c="dimmed">
            {`${nameOf({ target })}: ${show(target, before)} → ${show(target, after)}`}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}

function Reason({ person }: { readonly person: RestartPerson }) {
  const { t } = useTranslation();
  const { reason, endedBy, heldBy } = person;
  if (reason === 'ended' && endedBy !== undefined) return t(`sync.ended.${endedBy}`);
  if (reason === 'switch-off' && heldBy !== undefined) return t('sync.heldBy', { name: t(`toApp.${heldBy}.label`) });
  return t(`sync.reasons.${reason}`);
}
