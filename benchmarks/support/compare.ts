import type { Bench } from './bench.ts';
import { percentile, runLoad, type LoadRequest, type LoadResult, type Target } from './load.ts';
import { readUsage, type Usage } from './usage.ts';

/** A kind of request, measured beside the bare server. */
export interface Kind {
  readonly name: string;
  /** Least share of the bare server's requests per second. */
  readonly target: number;
  readonly expected: number;
  /** Made for 0, 1, 2 … on through all rounds. */
  readonly make: (index: number) => LoadRequest;
}

export interface Comparison {
  readonly kind: Kind;
  /** Requests per second: the median of the rounds. */
  readonly perSecond: number;
  readonly bare: number;
  /** The median of the ratios of neighbouring rounds. */
  readonly ratio: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
  /** Processor time per request, in microseconds. */
  readonly cost: Usage & { readonly bare: number };
}

/** Requests after which V8 has made the best of the code that answers them; loading few users does not warm it up. */
const warmUp = 20_000;

export interface Rounds {
  readonly connections: number;
  readonly rounds: number;
  readonly milliseconds: number;
}

function perSecond({ requests, seconds }: LoadResult): number {
  return requests / seconds;
}

/**
 * Short rounds, in turn on the bare server and on ours, after some that do not count: the load generator and the servers
 * get faster the longer they run, and a noisy machine should disturb both alike.
 */
export async function compare(
  bench: Bench,
  kind: Kind,
  { connections, rounds, milliseconds }: Rounds,
): Promise<Comparison> {
  const { bare, lockstep, server, bareServer } = bench;
  const sent = new Map<Target, number>();
  const round = async (target: Target): Promise<LoadResult> => {
    const from = sent.get(target) ?? 0;
    const make = (index: number): LoadRequest => kind.make(from + index);
    const result = await runLoad(target, { connections, make, end: { milliseconds } });
    sent.set(target, from + result.requests);
    return result;
  };
  await round(bare);
  while ((sent.get(lockstep) ?? 0) < warmUp) await round(lockstep);
  const [bareRounds, ourRounds]: [LoadResult[], LoadResult[]] = [[], []];
  const used = { bare: 0, server: 0, database: 0 };
  for (let index = 0; index < rounds; index += 1) {
    const [bareBefore, before] = [await readUsage(bareServer.pid), await readUsage(server.pid)];
    bareRounds.push(await round(bare));
    const result = await round(lockstep);
    const [bareAfter, after] = [await readUsage(bareServer.pid), await readUsage(server.pid)];
    used.bare += bareAfter.server - bareBefore.server;
    used.server += after.server - before.server;
    used.database += after.database - before.database;
    const wrong = Object.keys(result.statuses).filter((status) => status !== String(kind.expected));
    if (wrong.length > 0) throw new Error(`${kind.name}: ${JSON.stringify(result.statuses)}`);
    ourRounds.push(result);
  }
  const count = (results: readonly LoadResult[]): number => results.reduce((sum, one) => sum + one.requests, 0);
  const [bareRequests, requests] = [count(bareRounds), count(ourRounds)];
  const ratios = ourRounds.map((ours, index) => perSecond(ours) / perSecond(bareRounds[index] ?? ours));
  const times = ourRounds.flatMap((one) => one.times);
  return {
    kind,
    perSecond: percentile(ourRounds.map(perSecond), 0.5),
    bare: percentile(bareRounds.map(perSecond), 0.5),
    ratio: percentile(ratios, 0.5),
    median: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    cost: {
      bare: (used.bare / bareRequests) * 1e6,
      server: (used.server / requests) * 1e6,
      database: (used.database / requests) * 1e6,
    },
  };
}
