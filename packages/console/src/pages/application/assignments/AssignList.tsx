import { Button, Group, ScrollArea, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { assignableUsersQuery, groupAssignmentsQuery } from '../../../api/assignments.ts';
import { groupsQuery } from '../../../api/groups.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { ErrorPanel } from '../../../ui/ErrorPanel.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { TableSkeleton } from '../../../ui/TableSkeleton.tsx';
import { useApplication } from '../use-application.ts';

/** Somebody or some group that may be assigned. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** Assigned already. */
  readonly assigned?: 'personal' | 'group' | undefined;
}

const shown = 50;

function useCandidates(to: 'people' | 'groups', search: string) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug } = useApplication();
  const query = { limit: shown, ...(search === '' ? {} : { search }) };
  const people = useQuery({ ...assignableUsersQuery(org, slug, query), enabled: to === 'people' });
  const groups = useQuery({ ...groupsQuery(org, query), enabled: to === 'groups' });
  const assigned = useQuery({ ...groupAssignmentsQuery(org, slug), enabled: to === 'groups' });
  const ids = new Set(assigned.data?.groups.map(({ group }) => group.id));
  const candidates: readonly Candidate[] | undefined =
    to === 'people'
      ? people.data?.users.map((one) => ({
          id: one.id,
          name: one.displayName,
          detail: one.loginName,
          assigned: one.assigned,
        }))
      : groups.data?.groups.map((one) => ({
          id: one.id,
          name: one.displayName,
          detail: t('assignments.members', { count: one.members }),
          assigned: ids.has(one.id) ? 'group' : undefined,
        }));
  const more = to === 'people' ? people.data?.next !== undefined : groups.data?.next !== undefined;
  return { candidates, more, error: people.error ?? groups.error ?? assigned.error };
}

interface AssignListProps {
  readonly to: 'people' | 'groups';
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly onAssign: (candidate: Candidate) => void;
  readonly onDone: () => void;
}

/** Everybody, or every group, with *Assign* beside each. */
export function AssignList({ to, search, onSearch, onAssign, onDone }: AssignListProps) {
  const { t } = useTranslation();
  const { candidates, more, error } = useCandidates(to, search);
  const label = t(to === 'people' ? 'people.search' : 'assignments.searchGroups');
  // somebody whom a group assigns may be assigned personally, too
  const open = ({ assigned }: Candidate): boolean =>
    assigned === undefined || (to === 'people' && assigned === 'group');
  return (
    <Stack gap="sm">
      <SearchField label={label} value={search} onSearch={(text) => onSearch(text ?? '')} />
      {error !== null && <ErrorPanel error={error} />}
      {candidates === undefined && error === null && <TableSkeleton />}
      {candidates?.length === 0 && <Text size="sm">{t('list.noMatch')}</Text>}
      <ScrollArea.Autosize mah={360} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}>
        <Table aria-label={t(to === 'people' ? 'assignments.people' : 'assignments.groups')}>
          <Table.Tbody>
            {candidates?.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  <Text size="sm" fw={500}>
                    {one.name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {one.detail}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">
                  {open(one) ? (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={t('assignments.assignOne', { name: one.name })}
                      onClick={() => onAssign(one)}
                    >
                      {t('assignments.assign')}
                    </Button>
                  ) : (
                    <Text size="xs" c="dimmed">
                      {t('assignments.assigned')}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {more && (
        <Text size="xs" c="dimmed">
          {t('assignments.more', { count: shown })}
        </Text>
      )}
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('assignments.done')}</Button>
      </Group>
    </Stack>
  );
}
