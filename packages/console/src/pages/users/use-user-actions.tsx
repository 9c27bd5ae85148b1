import type { User } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useDeleteUser, useUpdateUser } from '../../api/users.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { DeleteUserQuestion } from './DeleteUserQuestion.tsx';

export interface UserActions {
  /** Done at once and taken back with *Undo*. */
  readonly setActive: (user: User, active: boolean) => void;
  /** Asks, names the person and what deleting does, and offers to deactivate instead. */
  readonly askDelete: (user: User, onDeleted?: () => void) => void;
}

export function useUserActions(): UserActions {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const update = useUpdateUser(org);
  const remove = useDeleteUser(org);

  const setActive = (user: User, active: boolean): void => {
    update.mutate(
      { user: user.id, change: { active } },
      {
        onError: notify.failed,
        onSuccess: () => {
          const message = active ? 'users.activated' : 'users.deactivated';
          notify.undoable(t(message, { name: user.displayName }), () =>
            update.mutate({ user: user.id, change: { active: !active } }, { onError: notify.failed }),
          );
        },
      },
    );
  };

  const askDelete = (user: User, onDeleted?: () => void): void => {
    const modalId = modals.open({
      title: t('users.deleteTitle', { name: user.displayName }),
      children: (
        <DeleteUserQuestion
          user={user}
          onCancel={() => modals.close(modalId)}
          onDeactivate={() => {
            modals.close(modalId);
            setActive(user, false);
          }}
          onDelete={() => {
            modals.close(modalId);
            remove.mutate(user.id, {
              onError: notify.failed,
              onSuccess: () => {
                notify.done(t('users.deleted', { name: user.displayName }));
                onDeleted?.();
              },
            });
          }}
        />
      ),
    });
  };

  return { setActive, askDelete };
}
