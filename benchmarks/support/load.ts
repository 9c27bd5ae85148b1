import { Agent, request as httpRequest } from 'node:http';

/** One request of a load; made anew for each sending, so that bodies can differ. */
export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

export interface LoadResult {
  /** Requests answered per second of wall-clock time. */
  readonly perSecond: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p95: number;
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

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Sends `total` requests over `connections` kept-alive connections, each sending its next when the last is answered. */
export async function runLoad(
  target: Target,
  { connections, total, make }: { connections: number; total: number; make: (index: number) => LoadRequest },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const statuses: Record<string, number> = {};
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let index = next++; index < total; index = next++) {
        const began = performance.now();
        const status = await sendOne(target, agent, make(index));
        times.push(performance.now() - began);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: total / seconds, median: percentile(times, 0.5), p95: percentile(times, 0.95), statuses };
}
