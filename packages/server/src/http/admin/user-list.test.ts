import { routes, type RouteInput, type UserStatusFilter } from '@lockstep/admin-api';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer } from '../../test-server.testing.ts';
import { createStaff, type NewUser } from './staff.testing.ts';

type Query = NonNullable<RouteInput<typeof routes.listUsers>['query']>;

const running = await startTestServer();
const params = { org: 'people' };
const { sales, manager, staff } = await createStaff(running, params.org);
afterAll(() => running.close());

/** All pages, two users at a time. */
async function names(query: Query): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await running.call(routes.listUsers, { params, query: { ...query, limit: 2, cursor } });
    found.push(...page.users.map(({ loginName }) => loginName));
    cursor = page.next;
    expect(page.users.length).toBeGreaterThan(0);
    if (cursor === undefined) expect(page.total).toBe(found.length);
  } while (cursor !== undefined);
  return found;
}

test.each<[Query, string[]]>([
  [{ sort: 'loginName' }, ['ada', 'bea', 'cyd', 'dan', 'eve']],
  [{ sort: 'loginName', order: 'descending' }, ['eve', 'dan', 'cyd', 'bea', 'ada']],
  // names that are the same in the sorting come in a fixed order
  [{ sort: 'displayName' }, ['dan', 'bea', 'cyd', 'eve', 'ada']],
  [{ sort: 'createdAt', order: 'descending' }, ['eve', 'dan', 'cyd', 'bea', 'ada']],
  [{ sort: 'modifiedAt' }, ['ada', 'bea', 'cyd', 'dan', 'eve']],
  [{ sort: 'sortOrder' }, ['bea', 'dan', 'ada', 'cyd', 'eve']],
  [{ sort: 'sortOrder', order: 'descending' }, ['eve', 'cyd', 'ada', 'dan', 'bea']],
])('%j lists everybody once, page by page', async (query, expected) => {
  expect(await names(query)).toEqual(expected);
});

describe('filters', () => {
  test.each<[string, () => Query, string[]]>([
    ['status', () => ({ status: 'inactive' }), ['cyd']],
    ['service', () => ({ service: 'kintone' }), ['bea', 'dan']],
    ['department', () => ({ department: sales }), ['ada', 'cyd']],
    ['job title', () => ({ jobTitle: manager }), ['ada']],
    ['group', () => ({ group: staff }), ['ada']],
    ['managed by an identity provider', () => ({ managed: 'yes' }), ['eve']],
    ['managed here alone', () => ({ managed: 'no', status: 'active' }), ['ada', 'bea', 'dan']],
    ['several at once', () => ({ department: sales, status: 'active', search: 'ZO' }), ['ada']],
  ])('by %s', async (_name, query, expected) => {
    expect(await names(query())).toEqual(expected);
  });

  test('by what does not exist match nobody', async () => {
    for (const query of [{ department: 'ghost' }, { group: sales }]) {
      const { users, total } = await running.call(routes.listUsers, { params, query });
      expect([users, total]).toEqual([[], 0]);
    }
  });

  test('a cursor of another order is refused', async () => {
    const { next } = await running.call(routes.listUsers, { params, query: { limit: 1 } });
    const query: Query = { cursor: next, sort: 'modifiedAt' };
    await expect(running.call(routes.listUsers, { params, query })).rejects.toMatchObject({ problem: { status: 400 } });
  });
});

test('users are listed by each status', async () => {
  const { call } = running;
  const org = { org: 'statuses' };
  await createTestOrganization(running, org.org);
  const create = (loginName: string, rest: Partial<NewUser> = {}) =>
    call(routes.createUser, { params: org, body: { loginName, displayName: loginName, ...rest } });
  await create('staged', { staged: true });
  await create('active');
  await create('deactivated', { active: false });
  const { id: user } = await create('suspended');
  await call(routes.setUserStatus, { params: { ...org, user }, body: { action: 'suspend' } });
  const named = async (status: UserStatusFilter): Promise<string[]> =>
    (await call(routes.listUsers, { params: org, query: { status } })).users.map(({ loginName }) => loginName);
  for (const status of ['staged', 'active', 'suspended', 'deactivated'] as const)
    expect(await named(status)).toEqual([status]);
  expect(await named('inactive')).toEqual(['deactivated', 'staged', 'suspended']);
});

test('users are listed page by page, searched and filtered', async () => {
  const org = 'paged';
  await createTestOrganization(running, org);
  for (const name of ['ada', 'bea', 'cyd', 'dan', 'eve']) {
    const body = { loginName: name, displayName: `${name.toUpperCase()} 100%`, active: name !== 'dan' };
    await running.call(routes.createUser, { params: { org }, body });
  }
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await running.call(routes.listUsers, { params: { org }, query: { limit: 2, cursor } });
    expect(page.total).toBe(5);
    names.push(...page.users.map(({ loginName }) => loginName));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(names).toEqual(['ada', 'bea', 'cyd', 'dan', 'eve']);
  const find = async (query: { search?: string; status?: 'active' | 'inactive' }): Promise<string[]> =>
    (await running.call(routes.listUsers, { params: { org }, query })).users.map(({ loginName }) => loginName);
  expect(await find({ search: 'BE' })).toEqual(['bea']);
  expect(await find({ search: '100%' })).toHaveLength(5);
  expect(await find({ search: '_' })).toEqual([]);
  expect(await find({ status: 'inactive' })).toEqual(['dan']);
});
