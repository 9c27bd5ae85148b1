import type { Answered } from './exchange.ts';
import type { Owner } from './find-owners.ts';
import type { HourCount } from './write-exchanges.ts';

const hourMilliseconds = 3_600_000;

function emptyCount(owner: Owner, connectionId: string, hour: string): HourCount {
  const none = { requests: 0, writes: 0, refused: 0, refused_writes: 0, unauthorized: 0, failed: 0, unrecorded: 0 };
  return { organization_id: owner.organizationId, connection_id: connectionId, hour, ...none };
}

function add(count: HourCount, { status, isWrite, isRecorded }: Answered): void {
  const isRefused = status >= 400 && status < 500;
  count.requests += 1;
  if (isWrite) count.writes += 1;
  if (isRefused) count.refused += 1;
  if (isWrite && status >= 400) count.refused_writes += 1;
  if (status === 401) count.unauthorized += 1;
  if (status >= 500) count.failed += 1;
  if (!isRecorded) count.unrecorded += 1;
}

/** What a batch adds to each hour of each connection; requests of no known connection are left out. */
export function countHours(batch: readonly Answered[], owners: ReadonlyMap<Answered, Owner>): readonly HourCount[] {
  const counts = new Map<string, HourCount>();
  for (const answered of batch) {
    const owner = owners.get(answered);
    if (owner === undefined || owner.connectionId === null) continue;
    const hour = new Date(Math.floor(answered.at.getTime() / hourMilliseconds) * hourMilliseconds).toISOString();
    const key = `${owner.connectionId} ${hour}`;
    const count = counts.get(key) ?? emptyCount(owner, owner.connectionId, hour);
    counts.set(key, count);
    add(count, answered);
  }
  // one order for everybody who writes them, so that two processes do not wait for each other
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
}
