import { Agent, request as httpRequest } from 'node:http';

/** One request of a load; made anew for each sending, so that bodies can differ. */
export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

export interface Load {
  readonly connections: number;
  /** Made for 0, 1, 2 … in the order of sending; several are sent one after the other over the same connection. */
  readonly make: (index: number) => LoadRequest | readonly LoadRequest[];
  /** Nothing is made any more after so many times, or so many milliseconds. */
  readonly end: { readonly requests: number } | { readonly milliseconds: number };
}

export interface LoadResult {
  readonly requests: number;
  /** Wall-clock time, in seconds. */
  readonly seconds: number;
  /** Milliseconds of each request. */
  readonly times: readonly number[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly basePath: string;
  readonly headers: Readonly<Record<string, string>>;
}

function sendOne(target: Target, agent: Agent, { method, path, body }: LoadRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...target.headers,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/scim+json', 'content-length': Buffer.byteLength(body) }),
    };
    const { host, port } = target;
    const sent = httpRequest({ host, port, agent, method, path: target.basePath + path, headers }, (answer) => {
      answer.on('end', () => resolve(answer.statusCode ?? 0));
      answer.resume();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends over kept-alive connections, each sending its next request when the last is answered. */
export async function runLoad(target: Target, { connections, make, end }: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  const goesOn = (): boolean =>
    'requests' in end ? next < end.requests : performance.now() - started < end.milliseconds;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (goesOn()) {
        for (const one of [make(next++)].flat()) {
          const began = performance.now();
          const status = await sendOne(target, agent, one);
          times.push(performance.now() - began);
          statuses[status] = (statuses[status] ?? 0) + 1;
        }
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { requests: times.length, seconds, times, statuses };
}

/** The value below which a share of the times lies. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
