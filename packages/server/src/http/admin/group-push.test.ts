import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestOrganization, startTestServer, type TestServer } from '../../test-server.testing.ts';

let server: TestServer;
const params = { org: 'source', application: 'target' };
const ids = new Map<string, string>();

beforeAll(async () => {
  server = await startTestServer();
  const { token } = await createTestOrganization(server, 'target');
  await createTestOrganization(server, 'source');
  const fields = { server: server.url, organization: 'target' };
  await server.call(routes.createApplication, {
    params: { org: 'source' },
    body: { template: 'lockstep', name: 'Target', slug: 'target', fields },
  });
  await server.call(routes.updateApplication, {
    params,
    body: { apiToken: token, apiIntegration: true, pushGroups: true },
  });
  for (const displayName of ['Sales', 'Support', 'Team North', 'Team South']) {
    const { id } = await server.call(routes.createGroup, { params: { org: 'source' }, body: { displayName } });
    ids.set(displayName, id);
  }
});
afterAll(() => server.close());

const id = (name: string): string => ids.get(name) ?? '';
const pushed = async (query = {}) => {
  const { groups } = await server.call(routes.listPushedGroups, { params, query });
  return groups.map(({ displayName, syncState, active }) => [displayName, active ? syncState : 'paused']);
};
const atTarget = async () =>
  (await server.call(routes.listGroups, { params: { org: 'target' }, query: {} })).groups.map((one) => one.displayName);
const refusal = (code: string) => ({ problem: { code } });

it('groups are pushed by name, found by search, paused and unlinked', async () => {
  const body = { groups: [id('Sales'), id('Support')], existing: 'task' as const };
  expect(await server.call(routes.pushGroups, { params, body })).toEqual({ pushed: 2 });
  const inStep = ['Sales', 'Support'].map((name) => [name, 'SYNCHRONIZED']);
  await vi.waitFor(async () => expect(await pushed()).toEqual(inStep), 60_000);
  expect(await atTarget()).toEqual(['Sales', 'Support']);
  expect(await pushed({ search: 'supp' })).toEqual([['Support', 'SYNCHRONIZED']]);
  const sales = { ...params, group: id('Sales') };
  await server.call(routes.setPushActive, { params: sales, body: { active: false } });
  expect(await pushed({ search: 'sales' })).toEqual([['Sales', 'paused']]);
  await expect(server.call(routes.pushNow, { params, body: { group: id('Sales') } })).rejects.toMatchObject(
    refusal('not_found'),
  );
  expect(await server.call(routes.pushNow, { params, body: {} })).toEqual({ pushed: 1 });
  expect(await server.call(routes.listRefusedMembers, { params: sales })).toEqual({ members: [] });
  await server.call(routes.unlinkGroup, { params: sales, body: { targetGroup: 'delete' } });
  await vi.waitFor(async () => expect(await atTarget()).toEqual(['Support']), 60_000);
});

it('a group of the target is linked once', async () => {
  const { groups } = await server.call(routes.listApplicationGroups, { params });
  const [support] = groups;
  expect(support).toMatchObject({ displayName: 'Support', linkedTo: 'Support' });
  const body = { groups: [id('Sales')], existing: 'link' as const, remoteId: support?.remoteId ?? '' };
  await expect(server.call(routes.pushGroups, { params, body })).rejects.toMatchObject(refusal('group_linked_already'));
});

it('a rule is tried, refused where it is none, pushes its groups, and is removed', async () => {
  const rule = { operator: 'starts-with', pattern: 'team' } as const;
  expect(await server.call(routes.previewPushRule, { params, body: rule })).toEqual({
    total: 2,
    examples: ['Team North', 'Team South'],
  });
  const faulty = { operator: 'matches', pattern: '(?<=a)b', existing: 'task' } as const;
  await expect(server.call(routes.createPushRule, { params, body: faulty })).rejects.toMatchObject(
    refusal('invalid_request'),
  );
  const made = await server.call(routes.createPushRule, { params, body: { ...rule, existing: 'task' } });
  await vi.waitFor(async () => expect(await atTarget()).toEqual(['Support', 'Team North', 'Team South']), 60_000);
  const { rules } = await server.call(routes.listPushRules, { params });
  expect(rules).toMatchObject([{ id: made.id, ...rule, groups: 2 }]);
  await expect(
    server.call(routes.unlinkGroup, { params: { ...params, group: id('Team North') }, body: { targetGroup: 'leave' } }),
  ).rejects.toMatchObject(refusal('pushed_by_rule'));
  await server.call(routes.deletePushRule, {
    params: { ...params, rule: made.id },
    query: { targetGroups: 'delete' },
  });
  await vi.waitFor(async () => expect(await atTarget()).toEqual(['Support']), 60_000);
});

it('nothing of groups can be asked for where the template says that there are none', async () => {
  const body = { template: 'cybozu.com', name: 'Cybozu', slug: 'groupless', fields: { domain: 'example' } };
  const { limits } = await server.call(routes.createApplication, { params: { org: 'source' }, body });
  expect(limits).toEqual({
    template: 'Cybozu (cybozu.com)',
    lacks: ['groups'],
    loginNameImmutable: true,
    tombstones: true,
    deactivationDeletes: false,
  });
  const place = { org: 'source', application: 'groupless' };
  const notOffered = { problem: { code: 'not_offered', issues: [{ path: 'pushGroups' }] } };
  await expect(
    server.call(routes.updateApplication, { params: place, body: { pushGroups: true } }),
  ).rejects.toMatchObject(notOffered);
  const chosen = { groups: [id('Support')], existing: 'task' as const };
  await expect(server.call(routes.pushGroups, { params: place, body: chosen })).rejects.toMatchObject(
    refusal('not_offered'),
  );
  const rule = { operator: 'contains' as const, pattern: 'a', existing: 'task' as const };
  await expect(server.call(routes.createPushRule, { params: place, body: rule })).rejects.toMatchObject(
    refusal('not_offered'),
  );
});
