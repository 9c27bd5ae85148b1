import { routes } from '@lockstep/admin-api';
import { afterAll, expect, test } from 'vitest';
import { createTestOrganization, importCsv, startTestServer } from '../../test-server.testing.ts';

const running = await startTestServer();
afterAll(() => running.close());
const org = { org: 'grouped' };
await createTestOrganization(running, org.org);
await importCsv(running, org.org, 'loginName\na\nb\nc\n');
const members = (await running.call(routes.listUsers, { params: org })).users.map(({ id }) => id);

test('groups are added, renamed, filled, emptied and deleted; their members stay', async () => {
  const { call } = running;
  const { id } = await call(routes.createGroup, { params: org, body: { displayName: 'Ops' } });
  const one = { ...org, group: id };
  await expect(call(routes.createGroup, { params: org, body: { displayName: 'OPS' } })).rejects.toMatchObject({
    problem: { status: 409, code: 'group_name_taken', issues: [{ path: 'displayName' }] },
  });
  const change = (body: { add?: string[]; remove?: string[] }) => call(routes.changeMembers, { params: one, body });
  expect(await change({ add: [...members, ...members] })).toMatchObject({ members: 3 });
  expect(await change({ remove: [members[0] ?? '', 'nobody'] })).toMatchObject({ members: 2 });
  await createTestOrganization(running, 'other');
  const ada = { loginName: 'ada', displayName: 'Ada' };
  const { id: stranger } = await call(routes.createUser, { params: { org: 'other' }, body: ada });
  await expect(change({ add: [stranger] })).rejects.toMatchObject({ problem: { status: 400 } });
  expect((await call(routes.listUsers, { params: org, query: { group: id } })).total).toBe(2);
  expect(await call(routes.updateGroup, { params: one, body: { displayName: 'ops' } })).toMatchObject({
    displayName: 'ops',
    members: 2,
    managed: false,
  });
  await call(routes.deleteGroup, { params: one });
  await expect(call(routes.getGroup, { params: one })).rejects.toMatchObject({ problem: { status: 404 } });
  expect((await call(routes.listUsers, { params: org })).users.map(({ groups }) => groups)).toEqual([[], [], []]);
});

test('groups are listed by name, page by page, and searched', async () => {
  for (const displayName of ['beta', 'Alpha', 'gamma']) {
    await running.call(routes.createGroup, { params: org, body: { displayName } });
  }
  const first = await running.call(routes.listGroups, { params: org, query: { limit: 2 } });
  expect(first.groups.map(({ displayName }) => displayName)).toEqual(['Alpha', 'beta']);
  const rest = await running.call(routes.listGroups, { params: org, query: { limit: 2, cursor: first.next } });
  expect([rest.groups.map(({ displayName }) => displayName), rest.total, rest.next]).toEqual([['gamma'], 3, undefined]);
  const found = await running.call(routes.listGroups, { params: org, query: { search: 'LPH' } });
  expect(found.groups.map(({ displayName }) => displayName)).toEqual(['Alpha']);
});
