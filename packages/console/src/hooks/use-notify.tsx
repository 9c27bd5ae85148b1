import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { describeFailure } from '../api/describe-problem.ts';
import { UndoMessage } from '../ui/UndoMessage.tsx';

export interface Notify {
  readonly done: (message: string) => void;
  /** Says what was done and offers to take it back instead of having asked before. */
  readonly undoable: (message: string, undo: () => void) => void;
  readonly failed: (error: unknown) => void;
}

export function useNotify(): Notify {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      done: (message) => void notifications.show({ message, color: 'spruce' }),
      undoable: (message, undo) => {
        const id = notifications.show({
          autoClose: 10_000,
          message: (
            <UndoMessage
              message={message}
              label={t('common.undo')}
              onUndo={() => {
                notifications.hide(id);
                undo();
              }}
            />
          ),
        });
      },
      failed: (error) => {
        const { code } = describeFailure(error);
        notifications.show({
          color: 'red',
          autoClose: 12_000,
          title: t(`problems.${code}.what`),
          message: t(`problems.${code}.todo`),
        });
      },
    }),
    [t],
  );
}
