import { readProgress, type Progress } from './app-users/progress.ts';
import type { Database } from '../storage/database.ts';
import type { Log } from './options.ts';

export interface ProgressEvent {
  readonly organizationId: string;
  /** Its slug. */
  readonly application: string;
  readonly progress: Progress;
  /** ISO 8601; absent: the application is not paused. */
  readonly pausedUntil?: string;
}

export type ProgressListener = (event: ProgressEvent) => void;

export interface ProgressEvents {
  readonly touch: (organizationId: string, applicationId: string) => void;
  /** Returns how to stop listening. */
  readonly listen: (listener: ProgressListener) => () => void;
  readonly close: () => void;
}

/** Counting a hundred thousand pairs takes a while: it is done for at most this part of the time. */
const share = 0.1;

/**
 * Tells listeners of progress at most once in `everyMs` for each application, less often where counting is slow, and
 * always of the last state. Counts nothing while nobody listens.
 */
export function createProgressEvents(database: Database, log: Log, everyMs: number): ProgressEvents {
  const listeners = new Set<ProgressListener>();
  const moved = new Map<string, { readonly organizationId: string; readonly applicationId: string }>();
  let timer: NodeJS.Timeout | undefined;
  let waitMs = everyMs;

  async function tell(): Promise<void> {
    const began = performance.now();
    const due = [...moved.values()];
    moved.clear();
    for (const { organizationId, applicationId } of due) {
      const [found] = await readProgress(database.db, organizationId, applicationId);
      if (found === undefined) continue;
      const { applicationId: _, slug: application, ...news } = found;
      for (const listener of listeners) listener({ organizationId, application, ...news });
    }
    waitMs = Math.max(everyMs, (performance.now() - began) / share);
  }
  function schedule(): void {
    timer ??= setTimeout(() => {
      void tell()
        .catch((error: unknown) => log.warn({ err: error }, 'Progress could not be told.'))
        .finally(() => {
          timer = undefined;
          if (moved.size > 0) schedule();
        });
    }, waitMs);
  }
  return {
    touch: (organizationId, applicationId) => {
      if (listeners.size === 0) return;
      moved.set(`${organizationId}/${applicationId}`, { organizationId, applicationId });
      schedule();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      clearTimeout(timer);
      listeners.clear();
      moved.clear();
    },
  };
}
