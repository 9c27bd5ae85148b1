import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';
import { userSchema } from './groups.testing.ts';

let running: TestServer;

beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

test('the switch shows what it would mean, refuses writes while off, and releases tombstones when asked', async () => {
  const { scim: call } = await createTestOrganization(running, 'switch', 'cybozu');
  const place = { org: 'switch', connection: 'default' };
  const send = (userName: string) =>
    call('/Users', { method: 'POST', body: { schemas: [userSchema], userName, displayName: 'x' } });
  const deleted = (await send('gone')).body.id;
  expect((await send('kept')).status).toBe(201);
  await running.call(routes.deleteUser, { params: { org: 'switch', user: deleted } });
  for (const loginName of ['here', 'there'])
    await running.call(routes.createUser, { params: { org: 'switch' }, body: { loginName, displayName: 'x' } });
  await running.call(routes.setPropagation, { params: place, body: { propagation: false } });
  const refused = await send('new');
  expect(refused.status).toBe(403);
  expect(refused.body.detail).toContain('"Propagate provisioning" is disabled');
  expect((await call('/Users?count=0')).body.totalResults).toBe(3);
  expect(await running.call(routes.previewPropagation, { params: place })).toEqual({
    linked: 1,
    toLink: 2,
    conflicts: 0,
    refused: 0,
    tombstoned: 1,
    refusedWhileOff: 1,
  });
  const switchOn = (releaseTombstones: boolean) =>
    running.call(routes.setPropagation, { params: place, body: { propagation: true, releaseTombstones } });
  await switchOn(false);
  expect((await send('gone')).status).toBe(409);
  await running.call(routes.setPropagation, { params: place, body: { propagation: false } });
  await switchOn(true);
  expect((await send('gone')).status).toBe(201);
  expect((await running.call(routes.previewPropagation, { params: place })).tombstoned).toBe(0);
});

test('the ledger is searched, filtered and read page by page', async () => {
  const { scim: call } = await createTestOrganization(running, 'paged', 'cybozu');
  const place = { org: 'paged', connection: 'default' };
  for (const userName of ['ada', 'bea', 'cyd', 'dan'])
    await call('/Users', {
      method: 'POST',
      body: { schemas: [userSchema], userName, displayName: `${userName} 100%` },
    });
  await running.call(routes.createUser, { params: { org: 'paged' }, body: { loginName: 'eve', displayName: 'Eve' } });
  const all = await running.call(routes.listLinks, { params: place });
  const bea = all.links.find(({ loginName }) => loginName === 'bea');
  await running.call(routes.deleteUser, { params: { org: 'paged', user: bea?.userId ?? '' } });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await running.call(routes.listLinks, { params: place, query: { limit: 2, cursor } });
    expect(page.total).toBe(5);
    names.push(...page.links.map(({ loginName, state }) => `${loginName} ${state}`));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(names).toEqual(['ada linked', 'bea tombstoned', 'cyd linked', 'dan linked', 'eve unlinked']);
  const find = async (query: object): Promise<string[]> =>
    (await running.call(routes.listLinks, { params: place, query })).links.map(({ loginName }) => loginName);
  expect(await find({ state: 'tombstoned' })).toEqual(['bea']);
  expect(await find({ search: '100%' })).toEqual(['ada', 'bea', 'cyd', 'dan']);
  expect(await find({ search: 'EV', state: 'unlinked' })).toEqual(['eve']);
  expect(await find({ search: '_' })).toEqual([]);
});
