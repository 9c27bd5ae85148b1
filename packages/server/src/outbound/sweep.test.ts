import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ApplicationPlace } from './applications/application-view.ts';
import { actor, createBench, quick, type Bench } from './testing/bench.testing.ts';
import { startFaultyTarget, type FaultyTarget } from './testing/faulty-target.testing.ts';

let bench: Bench;
let target: FaultyTarget;
let place: ApplicationPlace;

beforeAll(async () => {
  bench = await createBench({ limits: { ...quick, sweepMs: 3_600_000 } });
  target = await startFaultyTarget();
  place = await bench.addApplication(target);
});
afterAll(async () => {
  await target.close();
  await bench.close();
});

const account = (userName: string) => [...target.accounts.values()].find((one) => one.userName === userName);

/** Makes the application due for a sweep and waits until it was read. */
async function sweep(): Promise<void> {
  target.log.clear();
  await sql`update applications set sweep_at = now() where slug = ${place.slug}`.execute(bench.database.db);
  await vi.waitFor(() => expect(target.log.lines().some((line) => line.includes('startIndex'))).toBe(true));
  // the list is read, and what it found is marked before the sweep ends
  await vi.waitFor(async () => {
    const { rows } = await bench.database.pool.query('select from applications where sweep_at > now()');
    expect(rows).toHaveLength(1);
  });
}

const list = 'GET /scim/v2/Users?startIndex=1&count=100';

it('finds what somebody changed at the target, and sends only what is missing', async () => {
  const ids = new Map<string, string>();
  for (const name of ['same', 'edited', 'deleted', 'woken', 'titled']) {
    ids.set(name, await bench.addUser(name, { displayName: `The ${name}` }));
  }
  await bench.assign(place, ...ids.values());
  await bench.quiet();
  await bench.outbound.commands.unassignUser(place, ids.get('woken') ?? '', actor);
  await bench.quiet();

  await sweep();
  await bench.quiet();
  expect(target.log.lines()).toEqual([list]);

  Object.assign(account('edited') ?? {}, { displayName: 'Somebody’s idea' });
  Object.assign(account('woken') ?? {}, { active: true });
  Object.assign(account('titled') ?? {}, { title: 'not ours to manage' });
  target.accounts.delete(account('deleted')?.id ?? '');
  await sweep();
  await vi.waitFor(() => {
    expect(account('edited')).toMatchObject({ displayName: 'The edited' });
    expect(account('woken')).toMatchObject({ active: false, displayName: 'The woken' });
    expect(account('deleted')).toMatchObject({ displayName: 'The deleted', active: true });
  });
  await bench.quiet();
  expect(account('titled')).toMatchObject({ title: 'not ours to manage' });
  expect(
    target.log
      .writes()
      .map(({ method }) => method)
      .sort(),
  ).toEqual(['PATCH', 'PATCH', 'POST']);

  await sweep();
  await bench.quiet();
  expect(target.log.lines()).toEqual([list]);
});

it('changes nothing where the list fails, and while a switch keeps it back', async () => {
  target.fault = (method, path) =>
    method === 'GET' && path.includes('startIndex') ? { kind: 'answer', status: 500 } : undefined;
  await sweep();
  await bench.quiet();
  expect(target.log.writes()).toEqual([]);
  target.fault = () => undefined;
  await bench.outbound.commands.updateApplication(place, { updateUserAttributes: false }, actor);
  Object.assign(account('edited') ?? {}, { displayName: 'Kept' });
  await sweep();
  await vi.waitFor(async () => {
    const { rows } = await bench.database.pool.query('select from app_users where held_by is not null');
    expect(rows).toHaveLength(1);
  });
  expect(target.log.writes()).toEqual([]);
  expect(account('edited')).toMatchObject({ displayName: 'Kept' });
});

it('assigns everybody in chunks, each of whom once', async () => {
  await bench.outbound.commands.updateApplication(place, { apiIntegration: false }, actor);
  await sql`
    insert into users (organization_id, id, user_name, user_name_key, display_name, active, resource)
    select ${bench.organizationId}, gen_random_uuid(), 'mass-' || n, 'mass-' || n, 'Mass ' || n, n <= 12000, '{}'
    from generate_series(1, 12010) n`.execute(bench.database.db);
  const everybody = { everybody: true } as const;
  expect(await bench.outbound.commands.assignUsers(place, everybody, actor)).toEqual({
    kind: 'assigned',
    assigned: 12_001,
  });
  expect(await bench.outbound.commands.assignUsers(place, everybody, actor)).toMatchObject({ assigned: 0 });
  const application = await bench.outbound.queries.getApplication(place);
  expect(application?.progress.assigned).toBe(12_005);
});
