import type { Link, LinkAction } from '@lockstep/admin-api';
import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useActOnLink } from '../../api/links.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

/** What can be done to a link in its state. */
export function actionsFor({ state, heldLoginName }: Link): readonly LinkAction[] {
  const held: readonly LinkAction[] = heldLoginName === undefined ? [] : ['approve_login_name', 'discard_login_name'];
  switch (state) {
    case 'tombstoned':
      return ['restore', 'allow_again'];
    case 'conflict':
      return ['relink', 'forget'];
    case 'unlinked':
      return ['relink'];
    case 'linked':
      return [...held, 'forget'];
  }
}

/** What takes an action back; the others cannot be, so they ask first. */
const opposite: Partial<Record<LinkAction, LinkAction>> = { relink: 'forget', forget: 'relink' };

/** Does what is asked: at once with *Undo* where that is possible, after a question where it is not. */
export function useLinkActions(): (link: Link, action: LinkAction) => void {
  const { t } = useTranslation();
  const notify = useNotify();
  const act = useActOnLink(useOrg());
  const perform = ({ userId: user, loginName, state }: Link, action: LinkAction): void =>
    act.mutate(
      { user, action },
      {
        onError: notify.failed,
        onSuccess: () => {
          const message = t(`links.done.${action}`, { name: loginName });
          const back = state === 'conflict' ? undefined : opposite[action];
          if (back === undefined) {
            notify.outdate(`link:${user}`);
            notify.done(message);
          } else
            notify.undoable(`link:${user}`, message, () =>
              act.mutate({ user, action: back }, { onError: notify.failed }),
            );
        },
      },
    );
  return (link, action) => {
    if (action === 'relink' || action === 'forget') return perform(link, action);
    modals.openConfirmModal({
      title: t(`links.ask.${action}.title`, { name: link.loginName, wanted: link.heldLoginName }),
      children: <Text size="sm">{t(`links.ask.${action}.body`, { wanted: link.heldLoginName })}</Text>,
      labels: { confirm: t(`links.actions.${action}`), cancel: t('common.cancel') },
      onConfirm: () => perform(link, action),
    });
  };
}
