import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import { startFaultyTarget, type FaultyTarget } from '../testing/faulty-target.testing.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());

interface Stage {
  readonly target: FaultyTarget;
  readonly place: ApplicationPlace;
  /** Starts with everything due, and resolves when all of it is done. */
  run(): Promise<void>;
  /** Places in the order of the target's log at which something of this endpoint was asked first, in shares of it all. */
  begins(endpoint: string): number[];
  close(): Promise<void>;
}

/** An application of so many places, whose target takes its time, with people and groups that are to be pushed. */
async function stage(concurrency: number, people: number, groups: number): Promise<Stage> {
  const target = await startFaultyTarget();
  const place = await bench.addApplication(target, { concurrency, apiIntegration: false });
  const names = (count: number, what: string) => Array.from({ length: count }, (_, n) => `${what} ${n} ${place.slug}`);
  const users = await Promise.all(names(people, 'person').map((name) => bench.addUser(name)));
  const ids = await Promise.all(names(groups, 'group').map((name) => bench.addGroup(name)));
  await bench.assign(place, ...users);
  await bench.outbound.commands.pushGroups(place, { groups: ids, existing: 'task' }, actor);
  await bench.followed();
  target.fault = () => ({ kind: 'slow', ms: 10 });
  return {
    target,
    place,
    run: async () => {
      await bench.outbound.commands.updateApplication(place, { apiIntegration: true }, actor);
      await bench.quiet();
    },
    begins: (endpoint) => {
      const lines = target.log.lines().filter((line) => /\/(Users|Groups)/.test(line));
      return lines.flatMap((line, at) => (line.startsWith(`POST /scim/v2/${endpoint}`) ? [at / lines.length] : []));
    },
    close: async () => {
      await bench.outbound.commands.deleteApplication(place, actor);
      await target.close();
    },
  };
}

it.each([2, 4])(
  'people and groups are pushed side by side on %i places: none waits for all of the other',
  async (places) => {
    const run = await stage(places, 40, 40);
    await run.run();
    expect([run.target.accounts.size, run.target.groups.size]).toEqual([40, 40]);
    // the first of each kind come while most of the other kind still wait
    expect(run.begins('Groups')[0]).toBeLessThan(0.4);
    expect(run.begins('Users')[0]).toBeLessThan(0.4);
    await run.close();
  },
);

it('groups hold half of the places at most, so that people who come find one', async () => {
  const run = await stage(4, 0, 12);
  run.target.fault = () => ({ kind: 'slow', ms: 300 });
  const done = run.run();
  await vi.waitFor(() => expect(run.target.log.lines().some((line) => line.includes('/Groups'))).toBe(true));
  const { rows } = await bench.database.pool.query(
    'select count(*)::int as held from pushed_groups where lease_until > now()',
  );
  expect((rows[0] as { held: number }).held).toBeLessThanOrEqual(2);
  run.target.fault = () => undefined;
  await done;
  expect(run.target.groups.size).toBe(12);
  await run.close();
});

it('on one place both get on, whoever has waited longer first', async () => {
  const run = await stage(1, 6, 6);
  await run.run();
  expect([run.target.accounts.size, run.target.groups.size]).toEqual([6, 6]);
  await run.close();
});
