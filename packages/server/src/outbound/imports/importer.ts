import type { OutboundContext } from '../options.ts';
import { importOne } from './run-import.ts';

/** Reads imports in the background, one at a time in each process. */
export interface Importer {
  start(): void;
  /** Finishes the page under way. */
  stop(): Promise<void>;
  /** There is an import to begin with. */
  wake(): void;
}

export function createImporter(context: OutboundContext): Importer {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;
  let again = false;
  async function work(): Promise<void> {
    do {
      again = false;
      while (timer !== undefined && (await importOne(context, () => timer === undefined)));
    } while (again);
  }
  function wake(): void {
    again = true;
    if (timer === undefined) return;
    working ??= work()
      .catch((error: unknown) => context.log.error({ err: error }, 'An import cannot be read; it is tried again.'))
      .finally(() => (working = undefined));
  }
  return {
    wake,
    start: () => {
      timer = setInterval(wake, Math.max(context.limits.pollMs * 4, 200));
      wake();
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      await working;
    },
  };
}
