import { Alert, Button, Divider, Group, Stack } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUpdateUser } from '../../api/users.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { useUserActions } from './use-user-actions.tsx';
import { UserFacts } from './UserFacts.tsx';
import { UserForm, type UserValues } from './UserForm.tsx';

type Value = UserValues[keyof UserValues];

/** Services are compared in order: both sides have them in the order of the contract. */
function isSame(one: Value, other: Value): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((code, index) => code === other[index]);
}

/** Only what was edited is sent, so that nobody else's change is overwritten by an old value. */
function changedMembers(before: User, values: UserValues): Partial<UserValues> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !isSame(before[name as keyof UserValues], value)),
  );
}

/** Shows the user as opened: a change from elsewhere is announced and taken over when the reader says so. */
export function EditUserForm({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const update = useUpdateUser(useOrg());
  const actions = useUserActions();
  const [opened, setOpened] = useState(user);
  const { loginName, displayName, surname, givenName, email, availableServices, active } = opened;
  return (
    <Stack>
      {opened.modifiedAt !== user.modifiedAt && !update.isPending && !update.isSuccess && (
        <Alert color="yellow">
          {t('users.changedElsewhere')}{' '}
          <Button size="compact-sm" variant="default" onClick={() => setOpened(user)}>
            {t('users.showChange')}
          </Button>
        </Alert>
      )}
      <UserForm
        key={opened.modifiedAt}
        initial={{ loginName, displayName, surname, givenName, email, availableServices, active }}
        submitLabel={t('common.save')}
        saving={update.isPending}
        onClose={onClose}
        onSubmit={(values, outcome) =>
          update.mutate(
            { user: user.id, change: changedMembers(opened, values) },
            {
              onSuccess: (saved) => {
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
      <Group>
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
