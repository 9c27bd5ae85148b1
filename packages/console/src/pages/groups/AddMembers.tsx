import { Button, Group as Row, Stack } from '@mantine/core';
import type { Group } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeMembers } from '../../api/groups.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { UsersSelect, type UserOption } from './UsersSelect.tsx';

interface AddMembersProps {
  /** Given and not read from the address: dialogs stand outside the pages. */
  readonly org: string;
  readonly group: Group;
  readonly onClose: () => void;
}

/** Chooses users and makes them members. */
export function AddMembers({ org, group, onClose }: AddMembersProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const change = useChangeMembers(org);
  const [chosen, setChosen] = useState<readonly UserOption[]>([]);
  return (
    <Stack>
      <UsersSelect
        org={org}
        label={t('groups.users')}
        most={1000}
        chosen={chosen}
        onChange={setChosen}
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
