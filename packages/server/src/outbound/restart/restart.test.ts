import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ApplicationEdit, ApplicationPlace } from '../applications/application-view.ts';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import { startFaultyTarget } from '../testing/faulty-target.testing.ts';
import { startScimmyTarget, type ScimmyTarget } from '../testing/scimmy-target.testing.ts';
import type { SendKind } from './plan-pair.ts';
import type { RestartPerson } from './restart-preview.ts';

let bench: Bench;
let target: ScimmyTarget;

beforeAll(async () => {
  target = await startScimmyTarget();
  bench = await createBench();
});
afterAll(async () => {
  await bench.close();
  await target.close();
});
beforeEach(() => {
  target.accounts.clear();
  target.log.clear();
});

async function flip(place: ApplicationPlace, edit: ApplicationEdit): Promise<void> {
  expect((await bench.outbound.commands.updateApplication(place, edit, actor)).kind).toBe('updated');
}

const noCounts = { create: 0, update: 0, deactivate: 0, reactivate: 0, delete: 0, check: 0, nothing: 0 };

async function everybody(place: ApplicationPlace, kind?: SendKind): Promise<RestartPerson[]> {
  const people: RestartPerson[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await bench.outbound.sync.restartPeople(place, { limit: 2, cursor, kind });
    people.push(...(page?.people ?? []));
    cursor = page?.next;
    if (cursor === undefined) return people;
  }
}

/** What the writes at the target amount to, by login name, alone or in bulk. */
function sent(): Record<string, string> {
  const names = new Map([...target.accounts.values()].map(({ id, userName }) => [id, userName]));
  return Object.fromEntries(
    target.log.written().map(({ method, path, data }) => {
      const created = (data as { userName?: string }).userName;
      const id = path.split('/').at(-1) ?? '';
      return [created ?? names.get(id) ?? id, `${method} ${JSON.stringify(data)}`];
    }),
  );
}

/** The engine looks a few times a second: so long is nothing, if something were to be. */
async function someLooks(): Promise<void> {
  await bench.followed();
  await new Promise((resolve) => setTimeout(resolve, 300));
}

it('sends nothing while it is off, then exactly what the preview said', async () => {
  const place = await bench.addApplication(target);
  const ids = new Map<string, string>();
  for (const name of ['r-back', 'r-edited', 'r-gone', 'r-same']) ids.set(name, await bench.addUser(name));
  const id = (name: string): string => ids.get(name) ?? '';
  await bench.assign(place, ...ids.values());
  await bench.quiet();
  await bench.outbound.commands.unassignUser(place, id('r-back'), actor);
  await bench.quiet();

  await flip(place, { apiIntegration: false });
  target.log.clear();
  await bench.editUser(id('r-edited'), { displayName: 'Edited while off' });
  await bench.outbound.commands.unassignUser(place, id('r-gone'), actor);
  await bench.assign(place, id('r-back'));
  ids.set('r-new', await bench.addUser('r-new', { displayName: 'New while off' }));
  await bench.assign(place, id('r-new'));
  // neither a sweep nor a retry may send
  await sql`update applications set sweep_at = now() where slug = ${place.slug}`.execute(bench.database.db);
  await bench.outbound.commands.retryAppUsers(place, actor, [...ids.values()]);
  await someLooks();

  expect(await bench.outbound.sync.previewRestart(place, {})).toEqual({
    counts: { ...noCounts, create: 1, update: 1, deactivate: 1, reactivate: 1, nothing: 1 },
    atLeast: false,
    groups: 0,
  });
  const people = await everybody(place);
  expect(people.map(({ loginName, kind, reason }) => [loginName, kind, reason])).toEqual([
    ['r-back', 'reactivate', 'active-again'],
    ['r-edited', 'update', 'values-differ'],
    ['r-gone', 'deactivate', 'ended'],
    ['r-new', 'create', 'assigned'],
  ]);
  expect(people[1]?.changes).toEqual([{ target: 'displayName', before: 'r-edited', after: 'Edited while off' }]);
  expect(people[2]?.endedBy).toBe('unassign');
  expect((await everybody(place, 'create')).map((one) => one.loginName)).toEqual(['r-new']);
  // with a switch off the preview says so, too
  const held = await bench.outbound.sync.previewRestart(place, { createUsers: false, deactivateUsers: false });
  expect(held?.counts).toEqual({ ...noCounts, update: 1, nothing: 4 });
  expect(target.log.lines()).toEqual([]);

  // the sweep that was due while it was off must not add to what is sent now
  await flip(place, { apiIntegration: true });
  await bench.quiet();
  const writes = sent();
  expect(Object.keys(writes).sort()).toEqual(people.map((one) => one.loginName));
  expect(writes['r-new']).toMatch(/^POST .*"displayName":"New while off"/);
  expect(writes['r-edited']).toMatch(/^PATCH .*Edited while off/);
  expect(writes['r-edited']).not.toContain('active');
  expect(writes['r-gone']).toMatch(/^PATCH .*"path":"active","value":false/);
  expect(writes['r-back']).toMatch(/^PATCH .*"path":"active","value":true/);
  expect((await bench.outbound.sync.previewRestart(place, {}))?.counts).toEqual({ ...noCounts, nothing: 5 });

  const { rows } = await sql<{ attributes: unknown }>`
    select c.attributes from changes c join applications a on a.id::text = c.resource_id::text
    where a.slug = ${place.slug} and c.resource_type = 'Application' order by c.seq`.execute(bench.database.db);
  expect(rows.slice(-2).map(({ attributes }) => attributes)).toEqual([
    [{ path: 'apiIntegration', before: true, after: false }],
    [{ path: 'apiIntegration', before: false, after: true }],
  ]);
  await flip(place, { apiIntegration: false });
});

it('ends the work under way before its next request', async () => {
  const slow = await startFaultyTarget();
  const place = await bench.addApplication(slow);
  slow.fault = (method, path) => (method === 'GET' && path.includes('filter') ? { kind: 'late', ms: 400 } : undefined);
  const id = await bench.addUser('r-halfway');
  await bench.assign(place, id);
  await vi.waitFor(() => expect(slow.log.lines()).toHaveLength(1));
  await flip(place, { apiIntegration: false });
  // who turned it off has the answer when nobody is at work any more
  expect(await bench.pair(place, id)).toMatchObject({ syncState: 'DISABLED', status: 'STAGED' });
  expect((await bench.pair(place, id))?.error).toBeUndefined();
  await someLooks();
  expect(slow.log.writes()).toEqual([]);
  expect(slow.log.lines()).toHaveLength(1);

  slow.fault = () => undefined;
  await flip(place, { apiIntegration: true });
  await bench.quiet();
  expect([...slow.accounts.values()].map(({ userName }) => userName)).toEqual(['r-halfway']);
  await bench.outbound.commands.deleteApplication(place, actor);
  await slow.close();
});

it('ends an import with the page under way', async () => {
  const slow = await startFaultyTarget();
  const place = await bench.addApplication(slow);
  await sql`
    insert into app_imports (organization_id, application_id, id, state, rules, lease_until)
    select organization_id, id, gen_random_uuid(), 'running', '{}', now() + interval '1 hour'
    from applications where slug = ${place.slug}`.execute(bench.database.db);
  await flip(place, { apiIntegration: false });
  expect((await bench.outbound.imports.get(place))?.import).toMatchObject({
    state: 'failed',
    error: 'API integration was turned off.',
  });
  await bench.outbound.commands.deleteApplication(place, actor);
  await slow.close();
});
