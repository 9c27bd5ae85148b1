import type { Connection } from '../connection-rows.ts';
import type { Answered } from './exchange.ts';
import type { HourCount } from './write-exchanges.ts';

const hourMilliseconds = 3_600_000;

/** What is counted of a request. */
export interface Counted extends Pick<Answered, 'at' | 'status' | 'isWrite'> {
  /** Whether it is also kept one by one. */
  readonly isRecorded: boolean;
}

type Connected = Pick<Connection, 'organizationId' | 'id'>;

function emptyCount({ organizationId, id }: Connected, hour: number): HourCount {
  const none = { requests: 0, writes: 0, refused: 0, refused_writes: 0, unauthorized: 0, failed: 0, unrecorded: 0 };
  const from = new Date(hour * hourMilliseconds).toISOString();
  return { organization_id: organizationId, connection_id: id, hour: from, ...none };
}

/** What has been asked of each connection in each hour; it takes the same room however many requests there were. */
export class HourCounts {
  #counts = new Map<string, HourCount>();

  add(connection: Connected, { at, status, isWrite, isRecorded }: Counted): void {
    const hour = Math.floor(at.getTime() / hourMilliseconds);
    const key = `${connection.id} ${hour}`;
    const count = this.#counts.get(key) ?? emptyCount(connection, hour);
    this.#counts.set(key, count);
    const isRefused = status >= 400 && status < 500;
    count.requests += 1;
    if (isWrite) count.writes += 1;
    if (isRefused) count.refused += 1;
    if (isWrite && status >= 400) count.refused_writes += 1;
    if (status === 401) count.unauthorized += 1;
    if (status >= 500) count.failed += 1;
    if (!isRecorded) count.unrecorded += 1;
  }

  /** The counts since they were last taken, in one order for everybody who writes them, so that two processes do not wait for each other. */
  take(): readonly HourCount[] {
    const counts = this.#counts;
    this.#counts = new Map();
    return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, count]) => count);
  }
}
