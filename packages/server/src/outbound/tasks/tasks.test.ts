import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import { startFaultyTarget, type FaultyTarget } from '../testing/faulty-target.testing.ts';

let bench: Bench;
let target: FaultyTarget;
let place: ApplicationPlace;

beforeAll(async () => {
  bench = await createBench();
  target = await startFaultyTarget();
  place = await bench.addApplication(target);
});
afterAll(async () => {
  await target.close();
  await bench.close();
});

const refused = { kind: 'answer', status: 400, body: '{"detail":"The domain is not allowed."}' } as const;
const tasks = async (query = {}) => bench.outbound.queries.listTasks(bench.organizationId, { limit: 50, ...query });
const names = async (query = {}) => (await tasks(query)).tasks.map(({ loginName }) => loginName);

/** Assigned one after the other, so that the order of their failures is known. */
async function fail(...loginNames: readonly string[]): Promise<string[]> {
  target.fault = (method) => (method === 'POST' ? refused : undefined);
  const ids: string[] = [];
  for (const loginName of loginNames) {
    const id = await bench.addUser(loginName, { displayName: `The ${loginName}` });
    await bench.followed();
    await bench.assign(place, id);
    await bench.quiet();
    ids.push(id);
  }
  target.fault = () => undefined;
  return ids;
}

it('tell what failed, for whom, with the request and its answer, the newest first', async () => {
  const [ada] = await fail('ada', 'bob', 'eve');
  expect(await names()).toEqual(['eve', 'bob', 'ada']);
  const { tasks: found, total } = await tasks({ search: 'AD' });
  expect(total).toBe(3);
  expect(found).toMatchObject([
    {
      application: { slug: place.slug, name: 'Target 1' },
      userId: ada,
      displayName: 'The ada',
      kind: 'refused',
      message: 'The application refused with 400: The domain is not allowed.',
      status: 400,
      exchange: {
        method: 'POST',
        url: `${target.baseUrl}/Users`,
        body: expect.stringContaining('"userName":"ada"') as unknown,
        status: 400,
        answer: '{"detail":"The domain is not allowed."}',
      },
    },
  ]);
  expect(JSON.stringify(found)).not.toContain(target.token);
  const first = await tasks({ limit: 2 });
  expect(await names({ limit: 2, cursor: first.next })).toEqual(['ada']);
  expect(await names({ cursor: 'junk' })).toHaveLength(3);
  expect(await names({ application: 'nowhere' })).toEqual([]);
  expect(await bench.outbound.queries.countTasks(bench.organizationId)).toBe(3);
});

it('are dismissed until they fail again, and nothing is sent for that', async () => {
  const [ada] = (await tasks({ search: 'ada' })).tasks;
  target.log.clear();
  const chosen = { tasks: [{ application: place.slug, user: ada?.userId ?? '' }] };
  expect(await bench.outbound.commands.dismissTasks({ organizationId: bench.organizationId, actor }, chosen)).toBe(1);
  expect(await bench.outbound.commands.dismissTasks({ organizationId: bench.organizationId, actor }, chosen)).toBe(0);
  expect(await names()).toEqual(['eve', 'bob']);
  await bench.quiet();
  expect(target.log.lines()).toEqual([]);
  target.fault = (method) => (method === 'POST' ? refused : undefined);
  await bench.editUser(ada?.userId ?? '', { displayName: 'Again' });
  await bench.quiet();
  target.fault = () => undefined;
  expect(await names()).toEqual(['ada', 'eve', 'bob']);
});

it('belong to one organization', async () => {
  const stranger = uuidv7();
  const [one] = (await tasks()).tasks;
  const chosen = { tasks: [{ application: place.slug, user: one?.userId ?? '' }] };
  expect(await bench.outbound.commands.retryTasks({ organizationId: stranger, actor }, chosen)).toBe(0);
  expect(await bench.outbound.commands.dismissTasks({ organizationId: stranger, actor }, {})).toBe(0);
  expect(await bench.outbound.queries.listTasks(stranger, { limit: 5 })).toEqual({ tasks: [], total: 0 });
  expect(await names()).toHaveLength(3);
});

it('are retried one by one or all at once, and those that succeed are gone', async () => {
  const [eve] = (await tasks({ search: 'eve' })).tasks;
  const one = {
    tasks: [
      { application: place.slug, user: eve?.userId ?? '' },
      { application: 'no', user: 'junk' },
    ],
  };
  expect(await bench.outbound.commands.retryTasks({ organizationId: bench.organizationId, actor }, one)).toBe(1);
  await bench.quiet();
  expect(await names()).toEqual(['ada', 'bob']);
  expect(
    await bench.outbound.commands.retryTasks(
      { organizationId: bench.organizationId, actor },
      { application: 'nowhere' },
    ),
  ).toBe(0);
  expect(await bench.outbound.commands.retryTasks({ organizationId: bench.organizationId, actor }, {})).toBe(2);
  await bench.quiet();
  expect(await tasks()).toEqual({ tasks: [], total: 0 });
  expect(target.accounts.size).toBe(3);
});

it('are in the audit log with who decided about whom, and only those that were changed', async () => {
  const entries = await bench.database.db
    .selectFrom('changes')
    .select(['actor', 'attributes', 'operation', 'resource_id'])
    .where('organization_id', '=', bench.organizationId)
    .where('resource_type', '=', 'Task')
    .orderBy('seq')
    .execute();
  const entry = (path: string, ...people: string[]) => ({
    actor,
    operation: 'update',
    attributes: [
      { path, after: people.length },
      { path: 'people', after: people },
    ],
  });
  expect(entries).toMatchObject([entry('dismissed', 'ada'), entry('retried', 'eve'), entry('retried', 'ada', 'bob')]);
  expect(new Set(entries.map((one) => one.resource_id)).size).toBe(1);
});

it('never hold the password that a client profile makes up', async () => {
  await bench.outbound.commands.updateApplication(place, { clientProfile: 'okta' }, actor);
  await fail('okta-like');
  const [task] = (await tasks()).tasks;
  expect(task?.exchange?.body).toContain('"password":"•••"');
});
