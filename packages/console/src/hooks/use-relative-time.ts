import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { relativeTime } from '../format/relative-time.ts';

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** One clock for the whole page, which stands still while nobody looks at it. */
function onTick(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** How long ago, or until when, in the page's language; draws again only when the words change. `at` in milliseconds. */
export function useRelativeTime(at: number, future: boolean): string {
  const { i18n } = useTranslation();
  return useSyncExternalStore(onTick, () => {
    const now = Date.now();
    // the server's clock may be a little ahead: what has happened is never "in 2 seconds"
    return relativeTime(i18n.language, future ? at : Math.min(at, now), now);
  });
}
