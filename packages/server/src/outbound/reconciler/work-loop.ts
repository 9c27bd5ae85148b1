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

/**
 * One kind of work. `owner` names one claim in leases, not the process: whoever lost a lease must not take the next one
 * of the same item for it, though the same process may hold that.
 */
export interface WorkKind<Item> {
  /** Items worked on at once by this process. */
  readonly atOnce: number;
  /** Takes up to `room` due items. */
  readonly claim: (owner: string, room: number) => Promise<readonly Item[]>;
  /** From the first request to the record of its outcome. */
  readonly work: (item: Item) => Promise<void>;
  readonly renew: (owner: string, items: readonly Item[]) => Promise<void>;
}

/** Milliseconds that room which came free waits for more of it while other work is under way. */
const gatherMs = 30;

export function createWorkLoop<Item>({ limits, log }: OutboundContext, kind: WorkKind<Item>): WorkLoop {
  const state = { stopped: true, lookAgain: false };
  const working = new Map<Item, { readonly owner: string; readonly work: Promise<void> }>();
  let looking: Promise<void> | undefined;
  let refilling: NodeJS.Timeout | undefined;
  let polling: NodeJS.Timeout | undefined;
  let renewing: NodeJS.Timeout | undefined;
  const report = (error: unknown): void => log.error({ err: error }, 'The reconciler failed; it goes on.');

  async function look(): Promise<void> {
    do {
      state.lookAgain = false;
      const room = kind.atOnce - working.size;
      if (state.stopped || room === 0) return;
      const owner = randomUUID();
      for (const item of await kind.claim(owner, room)) begin(item, owner);
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
  /** What ends at about the same time is followed by one claim: one for each costs more than the work itself. */
  function refill(): void {
    if (working.size === 0) wake();
    else
      refilling ??= setTimeout(() => {
        refilling = undefined;
        wake();
      }, gatherMs);
  }
  function begin(item: Item, owner: string): void {
    const work = kind
      .work(item)
      .catch(report)
      .finally(() => {
        working.delete(item);
        refill();
      });
    working.set(item, { owner, work });
  }
  function renew(): void {
    const claims = Map.groupBy(working, ([, { owner }]) => owner);
    for (const [owner, entries] of claims) {
      kind
        .renew(
          owner,
          entries.map(([item]) => item),
        )
        .catch(report);
    }
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
      clearTimeout(refilling);
      await looking;
      await Promise.all([...working.values()].map(({ work }) => work));
      clearInterval(renewing);
    },
  };
}
