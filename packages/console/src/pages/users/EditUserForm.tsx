import { Alert, Button, Divider, Group, Stack } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUpdateUser } from '../../api/users.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { StatusButtons } from './StatusButtons.tsx';
import { useUserActions } from './use-user-actions.tsx';
import { changedMembers, toValues } from './user-values.ts';
import { UserFacts } from './UserFacts.tsx';
import { UserForm } from './UserForm.tsx';
import { UserHistory } from './UserHistory.tsx';

/** Shows the user as opened: a change from elsewhere is announced and taken over when the reader says so. */
export function EditUserForm({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const update = useUpdateUser(useOrg());
  const actions = useUserActions();
  const [opened, setOpened] = useState(user);
  const values = toValues(opened);
  const same = JSON.stringify(values) === JSON.stringify(toValues(user)) && opened.modifiedAt === user.modifiedAt;
  return (
    <Stack>
      {!same && !update.isPending && !update.isSuccess && (
        <Alert color="yellow">
          {t('users.changedElsewhere')}{' '}
          <Button size="compact-sm" variant="default" onClick={() => setOpened(user)}>
            {t('users.showChange')}
          </Button>
        </Alert>
      )}
      <UserForm
        key={JSON.stringify([opened.modifiedAt, values])}
        initial={values}
        managedBy={opened.managedBy}
        locked={opened.locked}
        submitLabel={t('common.save')}
        saving={update.isPending}
        onClose={onClose}
        onSubmit={(edited, outcome) =>
          update.mutate(
            { user: user.id, change: changedMembers(values, edited) },
            {
              onSuccess: (saved) => {
                notify.outdate(`user:${saved.id}`);
                notify.done(t('users.saved', { name: saved.displayName }));
                outcome.onSuccess();
              },
              onError: outcome.onError,
            },
          )
        }
      />
      <Divider />
      <UserFacts user={user} />
      <UserHistory userId={user.id} />
      <Group>
        <StatusButtons user={user} />
        <Button
          variant="subtle"
          color="red.8"
          c="var(--mantine-color-error)"
          px={0}
          leftSection={<IconTrash size={16} />}
          onClick={() => actions.askDelete(user, onClose)}
        >
          {t('common.deleteEllipsis')}
        </Button>
      </Group>
    </Stack>
  );
}
