import { useSyncExternalStore } from 'react';

let zone: string | undefined;
const listeners = new Set<() => void>();

/**
 * The time zone that instants are shown in, dialogs included: that of the organization of the page; undefined is the
 * browser's.
 */
export function showTimesIn(timeZone: string | undefined): void {
  if (zone === timeZone) return;
  zone = timeZone;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTimeZone(): string | undefined {
  return useSyncExternalStore(subscribe, () => zone);
}
