import type { User } from '@lockstep/admin-api';
import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useDeleteUser, useSetUserStatus, type StatusAction } from '../../api/users.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { DeleteUserQuestion } from './DeleteUserQuestion.tsx';
import { undoOf } from './status-actions.ts';

export interface UserActions {
  /** Done at once and taken back with *Undo*; deactivating asks where it cannot be taken back. */
  readonly setStatus: (user: User, action: StatusAction) => void;
  /** Asks, names the person and what deleting does, and offers to deactivate instead. */
  readonly askDelete: (user: User, onDeleted?: () => void) => void;
}

export function useUserActions(): UserActions {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const status = useSetUserStatus(org);
  const remove = useDeleteUser(org);

  const set = (user: User, action: StatusAction): void => {
    const undo = undoOf(user.status, action);
    const send = (wanted: StatusAction, onSuccess?: () => void): void =>
      status.mutate({ user: user.id, action: wanted }, { onError: notify.failed, ...(onSuccess && { onSuccess }) });
    send(action, () => {
      const message = t(`users.did.${action}`, { name: user.displayName });
      if (undo === undefined) {
        notify.outdate(`user:${user.id}`);
        notify.done(message);
      } else notify.undoable(`user:${user.id}`, message, () => send(undo));
    });
  };

  const setStatus = (user: User, action: StatusAction): void => {
    if (action !== 'deactivate' || undoOf(user.status, action) !== undefined) {
      set(user, action);
      return;
    }
    modals.openConfirmModal({
      title: t('users.deactivateTitle', { name: user.displayName }),
      children: <Text size="sm">{t(`users.deactivateBody.${user.status === 'staged' ? 'staged' : 'suspended'}`)}</Text>,
      labels: { confirm: t('users.deactivate'), cancel: t('common.cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: () => set(user, action),
    });
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
            set(user, 'deactivate');
          }}
          onDelete={() => {
            modals.close(modalId);
            remove.mutate(user.id, {
              onError: notify.failed,
              onSuccess: () => {
                notify.outdate(`user:${user.id}`);
                notify.done(t('users.deleted', { name: user.displayName }));
                onDeleted?.();
              },
            });
          }}
        />
      ),
    });
  };

  return { setStatus, askDelete };
}
