import { Button, Group as Row, MultiSelect, Stack } from '@mantine/core';
import type { Group } from '@lockstep/admin-api';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeMembers } from '../../api/groups.ts';
import { usersQuery } from '../../api/users.ts';
import { useNotify } from '../../hooks/use-notify.tsx';

interface AddMembersProps {
  /** Given and not read from the address: dialogs stand outside the pages. */
  readonly org: string;
  readonly group: Group;
  readonly onClose: () => void;
}

/** Finds users while one types; those chosen stay chosen whatever is searched next. */
export function AddMembers({ org, group, onClose }: AddMembersProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const change = useChangeMembers(org);
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 250);
  const [chosen, setChosen] = useState<readonly { value: string; label: string }[]>([]);
  const { data } = useQuery(usersQuery(org, { limit: 20, ...(search === '' ? {} : { search }) }));
  const found = (data?.users ?? []).map(({ id, displayName, loginName }) => ({
    value: id,
    label: `${displayName} (${loginName})`,
  }));
  const choices = [...chosen, ...found.filter(({ value }) => !chosen.some((one) => one.value === value))];
  return (
    <Stack>
      <MultiSelect
        label={t('groups.users')}
        data={choices}
        value={chosen.map(({ value }) => value)}
        onChange={(values) => setChosen(choices.filter(({ value }) => values.includes(value)))}
        searchable
        searchValue={words}
        onSearchChange={setWords}
        // the server has searched already
        filter={({ options }) => options}
        nothingFoundMessage={t('list.noMatch')}
        hidePickedOptions
        maxValues={1000}
        data-autofocus
      />
      <Row justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          disabled={chosen.length === 0}
          loading={change.isPending}
          onClick={() =>
            change.mutate(
              { group: group.id, change: { add: chosen.map(({ value }) => value) } },
              {
                onError: notify.failed,
                onSuccess: () => {
                  notify.done(t('groups.membersAdded', { count: chosen.length }));
                  onClose();
                },
              },
            )
          }
        >
          {t('groups.addMembers')}
        </Button>
      </Row>
    </Stack>
  );
}
