import type { Bench } from '../support/bench.ts';
import { percentile, runLoad, type LoadRequest } from '../support/load.ts';
import { send } from '../support/send.ts';
import type { Line } from '../support/table.ts';

const pageSize = 100;
/** Pages of a client that reads everything come one after the other; several clients read at once. */
const connections = 8;
const milliseconds = 2000;

interface Page {
  readonly nextCursor?: string;
}

function cursorPage(cursor: string): LoadRequest {
  return { method: 'GET', path: `/Users?count=${pageSize}&cursor=${encodeURIComponent(cursor)}` };
}

/** Walks to the end; gives the cursor of the last page that is full. */
async function lastCursor({ lockstep }: Bench): Promise<string> {
  let before = '';
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const { nextCursor }: Page = await send(lockstep, cursorPage(cursor));
    if (nextCursor !== undefined) before = cursor;
    cursor = nextCursor;
  }
  return before;
}

async function pagesPerSecond({ lockstep }: Bench, page: LoadRequest): Promise<number> {
  const { requests, seconds, statuses } = await runLoad(lockstep, {
    connections,
    make: () => page,
    end: { milliseconds },
  });
  if (statuses['200'] !== requests) throw new Error(`pages: ${JSON.stringify(statuses)}`);
  return requests / seconds;
}

/** Milliseconds of the median of pages asked for one after the other, each at a place of its own. */
async function deepIndexPage({ lockstep }: Bench): Promise<number> {
  const { totalResults } = await send<{ totalResults: number }>(lockstep, { method: 'GET', path: '/Users?count=0' });
  const make = (index: number): LoadRequest => ({
    method: 'GET',
    // near the end, and in the middle, where it is as far from both ends as can be
    path: `/Users?count=${pageSize}&startIndex=${(index % 2 === 0 ? totalResults - 1000 : Math.floor(totalResults / 2)) - index * 7}`,
  });
  const { times } = await runLoad(lockstep, { connections: 1, make, end: { requests: 60 } });
  return percentile(times, 0.5);
}

/** Reading everybody page by page. */
export async function measurePages(bench: Bench): Promise<readonly Line[]> {
  const deepest = await lastCursor(bench);
  // in turn, since the machine is not always as quiet
  const [start, end]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    start.push(await pagesPerSecond(bench, cursorPage('')));
    end.push(await pagesPerSecond(bench, cursorPage(deepest)));
  }
  const [atStart, atEnd] = [percentile(start, 0.5), percentile(end, 0.5)];
  const ratio = Math.max(atStart, atEnd) / Math.min(atStart, atEnd);
  const deep = await deepIndexPage(bench);
  return [
    { name: 'first page of 100, by cursor', value: atStart, unit: 'pages/s', most: false, limit: 400 },
    { name: 'last page of 100, by cursor', value: atEnd, unit: 'pages/s', most: false, limit: 400 },
    { name: 'the one against the other', value: ratio, unit: 'times', most: true, limit: 1.5 },
    { name: 'deep page of 100, by index', value: deep, unit: 'ms', most: true, limit: 10 },
  ];
}
