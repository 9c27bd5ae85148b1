import { readProgress, type Progress } from './app-users/progress.ts';
import type { Database } from '../storage/database.ts';
import type { Log } from './options.ts';

export interface ProgressEvent {
  readonly organizationId: string;
  /** Its slug. */
  readonly application: string;
  readonly progress: Progress;
}

export type ProgressListener = (event: ProgressEvent) => void;

export interface ProgressEvents {
  readonly touch: (organizationId: string, applicationId: string) => void;
  /** Returns how to stop listening. */
  readonly listen: (listener: ProgressListener) => () => void;
  readonly close: () => void;
}

/**
 * Tells listeners of progress at most once in `everyMs` for each application, and always of the last state. Counts
 * nothing while nobody listens.
 */
export function createProgressEvents(database: Database, log: Log, everyMs: number): ProgressEvents {
  const listeners = new Set<ProgressListener>();
  const moved = new Map<string, { readonly organizationId: string; readonly applicationId: string }>();
  let timer: NodeJS.Timeout | undefined;

  async function tell(): Promise<void> {
    const due = [...moved.values()];
    moved.clear();
    for (const { organizationId, applicationId } of due) {
      const [found] = await readProgress(database.db, organizationId, applicationId);
      if (found === undefined) continue;
      for (const listener of listeners) listener({ organizationId, application: found.slug, progress: found.progress });
    }
  }
  return {
    touch: (organizationId, applicationId) => {
      if (listeners.size === 0) return;
      moved.set(`${organizationId}/${applicationId}`, { organizationId, applicationId });
      timer ??= setTimeout(() => {
        timer = undefined;
        tell().catch((error: unknown) => log.warn({ err: error }, 'Progress could not be told.'));
      }, everyMs);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
