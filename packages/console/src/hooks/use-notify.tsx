import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { describeFailure } from '../api/describe-problem.ts';
import { UndoMessage } from '../ui/UndoMessage.tsx';

export interface Notify {
  readonly done: (message: string) => void;
  /**
   * Says what was done and offers to take it back instead of having asked before. `about` names the thing, as
   * `user:{id}`: what is done to it next takes the offer away.
   */
  readonly undoable: (about: string, message: string, undo: () => void) => void;
  /** The thing was changed again or is gone: what was done to it before cannot be taken back any more. */
  readonly outdate: (about: string) => void;
  readonly failed: (error: unknown) => void;
}

/** The notices that offer *Undo*, by what they are about. */
const offered = new Map<string, string>();

function outdate(about: string): void {
  const id = offered.get(about);
  if (id === undefined) return;
  offered.delete(about);
  notifications.hide(id);
}

export function useNotify(): Notify {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      done: (message) => void notifications.show({ message, color: 'spruce' }),
      undoable: (about, message, undo) => {
        outdate(about);
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
        offered.set(about, id);
      },
      outdate,
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
