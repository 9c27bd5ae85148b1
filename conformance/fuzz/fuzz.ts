import { Agent } from 'node:http';
import { exchange, type Target } from './exchange.ts';
import { judge } from './judge.ts';
import { createRandom } from './random.ts';
import { makeRequest, type Collection, type FuzzRequest, type Known } from './requests.ts';

export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Milliseconds for one answer. */
  readonly patience: number;
  /** Ids of the other organization. */
  readonly foreign: readonly string[];
  /** A text that only the other organization's resources hold. */
  readonly secret: string;
  readonly progress?: (done: number) => void;
}

interface Finding {
  readonly index: number;
  readonly fault: string;
  readonly request: string;
  readonly answer: string;
}

export interface FuzzReport {
  readonly statuses: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  /** Milliseconds of the slowest answer. */
  readonly slowest: number;
}

const kept = 60;

/** Ids of what the run has made, the newest ones, so that requests meet what is there. */
class Made {
  readonly ids: Known['ids'] = { Users: [], Groups: [], Things: [] };
  readonly cursors: string[] = [];

  noteCursor(text: string): void {
    const cursor = /"nextCursor":"([^"]+)"/.exec(text)?.[1];
    if (cursor !== undefined) this.cursors.unshift(cursor);
    this.cursors.splice(5);
  }

  note(text: string): void {
    const found = /"id":"([0-9a-f-]{36})".*"resourceType":"(User|Group|Thing)"/.exec(text);
    if (found === null) return;
    const list = this.ids[`${found[2]}s` as Collection];
    list.push(found[1] ?? '');
    if (list.length > kept) list.shift();
  }

  forget(path: string): void {
    for (const list of Object.values(this.ids)) {
      const index = list.findIndex((id) => path.includes(id));
      if (index !== -1) list.splice(index, 1);
    }
  }
}

function describe({ method, path, headers, body }: FuzzRequest): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path}`, ...head, body?.toString('utf8').slice(0, 3000) ?? ''].join('\n');
}

/**
 * Sends `count` requests made from the seed and judges every answer. Each request comes from the seed and its index;
 * which ids it names depends on what the answers before it made.
 */
export async function fuzz(target: Target, options: FuzzOptions): Promise<FuzzReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.concurrency });
  const made = new Made();
  const statuses: Record<string, number> = {};
  const findings: Finding[] = [];
  let next = 0;
  let slowest = 0;

  async function one(index: number): Promise<void> {
    const known: Known = { ids: made.ids, cursors: made.cursors, foreign: options.foreign };
    const request = makeRequest(createRandom(options.seed * 1_000_003 + index), known);
    const began = performance.now();
    const answer = await exchange(target, request, { agent, patience: options.patience });
    slowest = Math.max(slowest, performance.now() - began);
    const [status, fault] =
      'reason' in answer ? ['none', answer.reason] : [String(answer.status), judge(request, answer, options.secret)];
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (!('reason' in answer) && answer.status === 200) made.noteCursor(answer.text);
    if (!('reason' in answer) && answer.status === 201) made.note(answer.text);
    if (status === '204' && request.method === 'DELETE') made.forget(request.path);
    if (fault === undefined || findings.length >= 200) return;
    findings.push({
      index,
      fault,
      request: describe(request),
      answer: 'reason' in answer ? '' : answer.text.slice(0, 600),
    });
  }

  async function worker(): Promise<void> {
    for (let index = next++; index < options.count; index = next++) {
      await one(index);
      if (index % 10_000 === 9999) options.progress?.(index + 1);
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  agent.destroy();
  return { statuses, findings, slowest };
}
