import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApplicationPlace } from './applications/application-view.ts';
import { createOutbound } from './outbound.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { startFaultyTarget, type FaultyTarget } from './testing/faulty-target.testing.ts';
import { kill, startWorker as startWorkerOf } from './testing/worker.testing.ts';

let bench: Bench;
let target: FaultyTarget;
let place: ApplicationPlace;
const children: ChildProcess[] = [];

beforeEach(async () => {
  // sends nothing by itself: the work is done by processes that are killed
  bench = await createBench();
  await bench.outbound.stop();
  target = await startFaultyTarget();
  place = await bench.addApplication(target);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await target.close();
  await bench.close();
});

/** Ended with the test, whatever becomes of it. */
function startWorker(): ChildProcess {
  const child = startWorkerOf(bench);
  children.push(child);
  return child;
}

async function assignMany(count: number): Promise<string[]> {
  const ids = await Promise.all(Array.from({ length: count }, (_, index) => bench.addUser(`kill-${index}`)));
  await bench.assign(place, ...ids);
  return ids;
}

function expectOneAccountEach(ids: readonly string[]): void {
  const owners = [...target.accounts.values()].map((account) => account['externalId']);
  expect(owners).toHaveLength(ids.length);
  expect(new Set(owners)).toEqual(new Set(ids));
}

describe('a worker that is killed', () => {
  it('while its requests are under way is replaced, and nobody gets two accounts', async () => {
    const ids = await assignMany(40);
    // the effect happens, the answer stays out: the worst moment to die
    target.fault = (method) =>
      method === 'POST' && target.accounts.size >= 10 ? { kind: 'late', ms: 5000 } : undefined;
    const first = startWorker();
    await vi.waitFor(() => expect(target.accounts.size).toBeGreaterThanOrEqual(15));
    await kill(first);
    target.fault = () => undefined;
    startWorker();
    await bench.quiet();
    expectOneAccountEach(ids);
  });

  it('right after it made an account: who is unassigned meanwhile keeps no active one', async () => {
    const ids = await assignMany(3);
    target.fault = (method) => (method === 'POST' ? { kind: 'late', ms: 5000 } : undefined);
    const first = startWorker();
    await vi.waitFor(() => expect(target.accounts.size).toBe(3));
    await kill(first);
    target.fault = () => undefined;
    for (const id of ids) await bench.outbound.commands.unassignUser(place, id, actor);
    startWorker();
    await bench.quiet();
    expect([...target.accounts.values()].map(({ active }) => active)).toEqual([false, false, false]);
  });

  it('right after it changed an account: an edit back to what was there before is sent', async () => {
    const [id = ''] = await assignMany(1);
    const first = startWorker();
    await bench.quiet();
    target.fault = (method) => (method === 'PATCH' ? { kind: 'late', ms: 5000 } : undefined);
    await bench.editUser(id, { displayName: 'Wrong' });
    await vi.waitFor(() => expect([...target.accounts.values()]).toMatchObject([{ displayName: 'Wrong' }]));
    await kill(first);
    target.fault = () => undefined;
    await bench.editUser(id, { displayName: 'kill-0' });
    startWorker();
    await bench.quiet();
    expect([...target.accounts.values()]).toMatchObject([{ displayName: 'kill-0' }]);
  });

  it('again and again, at any moment, leaves everybody with one account in the end', async () => {
    const ids = await assignMany(60);
    target.fault = () => ({ kind: 'slow', ms: 15 });
    for (let round = 0; round < 4; round += 1) {
      const worker = startWorker();
      const before = target.log.lines().length;
      await vi.waitFor(() => expect(target.log.lines().length).toBeGreaterThan(before + 12));
      await kill(worker);
    }
    startWorker();
    await bench.quiet();
    expectOneAccountEach(ids);
    const page = await bench.outbound.queries.listAppUsers(place, { limit: 200 });
    expect(page?.users.every(({ syncState }) => syncState === 'SYNCHRONIZED')).toBe(true);
  });
});

describe('workers side by side', () => {
  it('share the pairs of an application and its concurrency', async () => {
    const ids = await assignMany(50);
    let open = 0;
    let most = 0;
    target.fault = () => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => (open -= 1), 20);
      return { kind: 'slow', ms: 20 };
    };
    await bench.outbound.commands.updateApplication(place, { concurrency: 8 }, actor);
    startWorker();
    startWorker();
    await bench.quiet();
    expectOneAccountEach(ids);
    expect(target.log.writes()).toHaveLength(50);
    // 8, give or take what the timers above are late; without a common limit it would be 32
    expect(most).toBeLessThanOrEqual(12);
    await bench.outbound.commands.updateApplication(place, { concurrency: null }, actor);
  });
});

describe('stop', () => {
  it('finishes what is under way and leaves no lease behind', async () => {
    await assignMany(20);
    target.fault = () => ({ kind: 'slow', ms: 100 });
    const outbound = createOutbound(bench.options);
    outbound.start();
    await vi.waitFor(() => expect(target.log.lines().length).toBeGreaterThanOrEqual(8));
    await outbound.stop();
    const leased = await bench.database.db
      .selectFrom('app_users')
      .select('user_id')
      .where('lease_owner', 'is not', null)
      .execute();
    expect(leased).toEqual([]);
    const sent = target.log.lines().length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(target.log.lines()).toHaveLength(sent);
  });

  it('cuts a request that does not end, and what became of it is read later', async () => {
    const ids = await assignMany(1);
    target.fault = (method) => (method === 'POST' ? { kind: 'slow', ms: 5000 } : undefined);
    const outbound = createOutbound(bench.options);
    outbound.start();
    await vi.waitFor(() => expect(target.log.writes()).toHaveLength(1));
    await outbound.stop(100);
    // the request was not waited for
    expect(target.accounts.size).toBe(0);
    target.fault = () => undefined;
    await vi.waitFor(() => expect(target.accounts.size).toBe(1));
    const next = createOutbound(bench.options);
    next.start();
    await bench.quiet();
    await next.stop();
    expectOneAccountEach(ids);
    expect(target.log.writes()).toHaveLength(1);
  });
});
