import { randomUUID } from 'node:crypto';
import type { OutboundContext } from '../options.ts';

/** Claims what is due as long as there is room, works on it, and keeps its leases. */
export interface WorkLoop {
  start(): void;
  /** Look for due work now. */
  wake(): void;
  /** Takes nothing new, waits for what is under way; leases are kept until then. */
  stop(): Promise<void>;
}

/** One kind of work. `owner` names this loop in leases. */
export interface WorkKind<Item> {
  /** Items worked on at once by this process. */
  readonly atOnce: number;
  /** Takes up to `room` due items. */
  readonly claim: (owner: string, room: number) => Promise<readonly Item[]>;
  /** From the first request to the record of its outcome. */
  readonly work: (item: Item) => Promise<void>;
  readonly renew: (owner: string, items: readonly Item[]) => Promise<void>;
}

export function createWorkLoop<Item>({ limits, log }: OutboundContext, kind: WorkKind<Item>): WorkLoop {
  const owner = randomUUID();
  const state = { stopped: true, lookAgain: false };
  const working = new Map<Item, Promise<void>>();
  let looking: Promise<void> | undefined;
  let polling: NodeJS.Timeout | undefined;
  let renewing: NodeJS.Timeout | undefined;
  const report = (error: unknown): void => log.error({ err: error }, 'The reconciler failed; it goes on.');

  async function look(): Promise<void> {
    do {
      state.lookAgain = false;
      const room = kind.atOnce - working.size;
      if (state.stopped || room === 0) return;
      for (const item of await kind.claim(owner, room)) begin(item);
    } while (state.lookAgain);
  }
  function wake(): void {
    state.lookAgain = true;
    if (state.stopped) return;
    looking ??= look()
      .catch(report)
      .finally(() => {
        looking = undefined;
        if (state.lookAgain) wake();
      });
  }
  function begin(item: Item): void {
    const work = kind
      .work(item)
      .catch(report)
      .finally(() => {
        working.delete(item);
        wake();
      });
    working.set(item, work);
  }
  function renew(): void {
    if (working.size > 0) kind.renew(owner, [...working.keys()]).catch(report);
  }
  return {
    wake,
    start: () => {
      state.stopped = false;
      polling = setInterval(wake, limits.pollMs);
      renewing = setInterval(renew, limits.leaseMs / 3);
      wake();
    },
    stop: async () => {
      state.stopped = true;
      clearInterval(polling);
      await looking;
      await Promise.all(working.values());
      clearInterval(renewing);
    },
  };
}
