import { modals } from '@mantine/modals';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useBeforeUnload, useBlocker } from 'react-router';

/**
 * Asks before an address is left while `dirty`; leaving the site altogether lets the browser ask.
 * @returns call it before navigating after a save: the next navigation is not asked about
 */
export function useUnsavedGuard(dirty: boolean): () => void {
  const { t } = useTranslation();
  const released = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation: from, nextLocation: to }) =>
      dirty && !released.current && (from.pathname !== to.pathname || from.search !== to.search),
  );
  useBeforeUnload((event) => {
    if (dirty && !released.current) event.preventDefault();
  });
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    let leaving = false;
    modals.openConfirmModal({
      title: t('unsaved.title'),
      children: t('unsaved.body'),
      labels: { confirm: t('unsaved.discard'), cancel: t('unsaved.stay') },
      confirmProps: { color: 'red' },
      onConfirm: () => {
        leaving = true;
        blocker.proceed();
      },
      onClose: () => {
        if (!leaving) blocker.reset();
      },
    });
  }, [blocker, t]);
  return () => {
    released.current = true;
  };
}
