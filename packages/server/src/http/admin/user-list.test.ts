import { basePath, routes, type RouteInput, type UserStatusFilter } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  adminToken,
  createTestOrganization,
  ended,
  importCsv,
  startTestServer,
  type TestServer,
} from '../../test-server.testing.ts';

type NewUser = NonNullable<RouteInput<typeof routes.createUser>['body']>;

let running: TestServer;
const params = { org: 'people' };
const ids: Record<string, string> = {};
let sales = '';
let manager = '';
let staff = '';

beforeAll(async () => {
  running = await startTestServer();
  const { call } = running;
  const { scim } = await createTestOrganization(running, params.org);
  sales = (await call(routes.createDepartment, { params, body: { code: 'S;1', name: 'Sales' } })).id;
  manager = (await call(routes.createJobTitle, { params, body: { code: 'mgr', name: 'Manager' } })).id;
  staff = (await call(routes.createGroup, { params, body: { displayName: 'R;D \\ staff' } })).id;
  const people: readonly [string, Partial<NewUser> & { displayName: string }][] = [
    ['ada', { displayName: 'Zoe', departments: [{ department: sales, jobTitle: manager }], groups: [staff] }],
    ['bea', { displayName: 'anna', availableServices: ['kintone'], sortOrder: 3 }],
    ['cyd', { displayName: 'Anna', active: false, departments: [{ department: sales }] }],
    ['dan', { displayName: '=cmd()', availableServices: ['kintone', 'office'], surname: 'Ōno, "D"', sortOrder: 20 }],
  ];
  for (const [loginName, rest] of people) {
    ids[loginName] = (await call(routes.createUser, { params, body: { ...rest, loginName } })).id;
  }
  const body = { userName: 'eve', displayName: 'Mia', externalId: 'okta-1' };
  ids['eve'] = (await scim('/Users', { method: 'POST', body })).body.id;
});
afterAll(() => running.close());

type Query = NonNullable<RouteInput<typeof routes.listUsers>['query']>;

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

test('what is exported is imported again without a change, in this organization and in another', async () => {
  const csv = await running.call(routes.exportUsers, { params });
  expect(csv.split('\r\n')).toHaveLength(7);
  // a spreadsheet is given no formula
  expect(csv).toContain(",'=cmd(),");
  expect(await importCsv(running, params.org, csv)).toMatchObject({ unchanged: 5, faults: [] });

  const copy = { org: 'copy' };
  await createTestOrganization(running, copy.org);
  const { details, ...preview } = await running.call(routes.previewUserImport, { params: copy, body: csv });
  expect(details.map(({ outcome }) => outcome)).toEqual(['new', 'new', 'new', 'new', 'new']);
  expect(preview).toEqual({ rows: 5, created: 5, updated: 0, unchanged: 0, faults: [] });
  expect((await running.call(routes.listUsers, { params: copy })).total).toBe(0);
  expect(await importCsv(running, copy.org, csv)).toEqual(preview);
  expect(await running.call(routes.exportUsers, { params: copy })).toBe(csv);
  expect(await running.call(routes.exportUsers, { params: copy, query: { search: 'nobody' } })).toBe(
    `${csv.split('\r\n')[0]}\r\n`,
  );
});

test('a preview tells who would change, and a file leaves alone what it has no column for', async () => {
  const org = { org: 'previewed' };
  await createTestOrganization(running, org.org);
  const load = (body: string, preview: 'yes' | 'no' = 'no') =>
    preview === 'yes'
      ? running.call(routes.previewUserImport, { params: org, body })
      : importCsv(running, org.org, body);
  await load('loginName,displayName,email,departments,groups\na,Ann,a@x.example,Sales,Staff\nb,Bob,,HR,\nc,Cyd,,,\n');
  const change = 'loginName,departments,jobTitles\na,Sales,\nb,Sales;HR,;Clerk\nc,,\nd,,\n';
  const expected = { rows: 4, created: 1, updated: 1, unchanged: 2, faults: [] };
  expect(await load(change, 'yes')).toMatchObject(expected);
  expect(await load(change, 'yes')).toMatchObject(expected);
  expect(await load(change)).toEqual(expected);
  expect(await load(change, 'yes')).toMatchObject({ ...expected, created: 0, updated: 0, unchanged: 4 });
  const { users } = await running.call(routes.listUsers, { params: org });
  expect(users[0]).toMatchObject({ displayName: 'Ann', email: 'a@x.example', groups: [{ displayName: 'Staff' }] });
  expect(users[1]?.departments.map(({ code, jobTitle }) => [code, jobTitle?.code])).toEqual([
    ['Sales', undefined],
    ['HR', 'Clerk'],
  ]);
});

describe('bulk', () => {
  const org = { org: 'bulky' };
  type Body = NonNullable<RouteInput<typeof routes.bulkUsers>['body']>;
  const bulk = async (action: Body['action'], selection: Body['selection']) =>
    ended(running, org.org, await running.call(routes.bulkUsers, { params: org, body: { action, selection } }));

  beforeAll(async () => {
    await createTestOrganization(running, org.org);
    const lines = Array.from({ length: 505 }, (_, index) => `u${index},${index < 3 ? 'inactive' : 'active'}`);
    await importCsv(running, org.org, `loginName,status\n${lines.join('\n')}\n`);
  });

  test('reaches all who match, also those who match no longer once it is done, and nobody else', async () => {
    const deactivated = await bulk({ kind: 'deactivate' }, { matching: { status: 'active' } });
    expect(deactivated).toMatchObject({
      state: 'finished',
      total: 502,
      done: 502,
      changed: 502,
      unchanged: 0,
      failed: 0,
    });
    const matching = { search: 'u50' };
    expect(await bulk({ kind: 'activate' }, { matching })).toMatchObject({ changed: 6 });
    expect(await bulk({ kind: 'activate' }, { matching })).toMatchObject({ changed: 0, unchanged: 6 });
    const { total } = await running.call(routes.listUsers, { params: org, query: { status: 'active' } });
    expect(total).toBe(6);
  });

  test('sets, adds and takes away services, and deletes, by id', async () => {
    const { users } = await running.call(routes.listUsers, { params: org, query: { search: 'u50' } });
    const selection = { users: users.map(({ id }) => id) };
    const services = async () =>
      (await running.call(routes.listUsers, { params: org, query: { search: 'u50' } })).users.map(
        ({ availableServices }) => availableServices,
      );
    await bulk({ kind: 'setServices', services: ['office'] }, selection);
    await bulk({ kind: 'addServices', services: ['kintone'] }, selection);
    expect(await services()).toEqual(users.map(() => ['kintone', 'office']));
    await bulk({ kind: 'removeServices', services: ['office', 'garoon'] }, selection);
    expect(await services()).toEqual(users.map(() => ['kintone']));
    const elsewhere = { users: [ids['ada'] ?? '', ...selection.users] };
    expect(await bulk({ kind: 'delete' }, elsewhere)).toMatchObject({
      changed: 6,
      unchanged: 1,
    });
    expect(await services()).toEqual([]);
    expect((await running.call(routes.getUser, { params: { ...params, user: ids['ada'] ?? '' } })).loginName).toBe(
      'ada',
    );
  });
});

test('a bulk action names what refused each user by a code, which the console says in its language', async () => {
  const org = { org: 'refusals' };
  const { scim } = await createTestOrganization(running, org.org);
  const connection = { ...org, connection: 'default' };
  await running.call(routes.changePolicy, { params: connection, body: { rules: { localEdits: 'refused' } } });
  const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
  await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'managed', displayName: 'M' } });
  await importCsv(running, org.org, 'loginName,availableServices\nseated,garoon\nstanding,\n');
  await running.call(routes.updateService, { params: { ...org, service: 'garoon' }, body: { seats: 1 } });
  const body = { action: { kind: 'addServices' as const, services: ['garoon'] }, selection: { matching: {} } };
  const job = await ended(running, org.org, await running.call(routes.bulkUsers, { params: org, body }));
  const { failures } = await running.call(routes.listJobFailures, { params: { ...org, job: job.id } });
  expect(failures.map(({ loginName, code, values }) => [loginName, code, values])).toEqual([
    ['managed', 'managed_elsewhere', { name: expect.any(String) }],
    ['standing', 'no_seat', { service: 'garoon', seats: 1 }],
  ]);
});

describe('a job', () => {
  const org = { org: 'employed' };
  beforeAll(() => createTestOrganization(running, org.org));

  test('is listed with who began it, and tells who was refused and why, as JSON and as CSV', async () => {
    const started = await running.call(routes.importUsers, {
      params: org,
      body: 'loginName,email\nann,\nbea,nowhere\n"=cmd",x\n',
    });
    expect(started).toMatchObject({ kind: 'import', total: 3, startedBy: 'LOCKSTEP_ADMIN_TOKEN' });
    const job = await ended(running, org.org, started);
    expect(job).toMatchObject({ state: 'finished', done: 3, created: 1, failed: 2 });
    expect((await running.call(routes.listJobs, { params: org })).jobs).toEqual([job]);
    const one = { ...org, job: job.id };
    const first = await running.call(routes.listJobFailures, { params: one, query: { limit: 1 } });
    const rest = await running.call(routes.listJobFailures, { params: one, query: { cursor: first.next } });
    expect([...first.failures, ...rest.failures].map(({ line, loginName, code }) => [line, loginName, code])).toEqual([
      [3, 'bea', 'not_an_email'],
      [4, '=cmd', 'not_an_email'],
    ]);
    expect(rest.next).toBeUndefined();
    expect((await running.call(routes.exportJobFailures, { params: one })).split('\r\n')).toEqual([
      'line,loginName,userId,code,reason',
      '3,bea,,not_an_email,"""nowhere"" is not an e-mail address."',
      `4,'=cmd,,not_an_email,"""x"" is not an e-mail address."`,
      '',
    ]);
  });

  test('of another organization is not there', async () => {
    const { jobs } = await running.call(routes.listJobs, { params: org });
    const elsewhere = { params: { ...params, job: jobs[0]?.id ?? '' } };
    const gone = { problem: { status: 404 } };
    await expect(running.call(routes.getJob, elsewhere)).rejects.toMatchObject(gone);
    await expect(running.call(routes.cancelJob, elsewhere)).rejects.toMatchObject(gone);
    await expect(running.call(routes.listJobFailures, elsewhere)).rejects.toMatchObject(gone);
    await expect(running.call(routes.exportJobFailures, elsewhere)).rejects.toMatchObject(gone);
    expect((await running.call(routes.listJobs, { params })).jobs.map(({ id }) => id)).not.toContain(jobs[0]?.id);
  });

  test('moves people into a group and out of it; a group or a file that is none is refused at once', async () => {
    await importCsv(running, org.org, 'loginName\nx1\nx2\n');
    const { id: group } = await running.call(routes.createGroup, { params: org, body: { displayName: 'Ops' } });
    const move = async (kind: 'addToGroup' | 'removeFromGroup', search: string) => {
      const body = { action: { kind, group }, selection: { matching: { search } } };
      return ended(running, org.org, await running.call(routes.bulkUsers, { params: org, body }));
    };
    expect(await move('addToGroup', 'x1')).toMatchObject({ changed: 1, unchanged: 0 });
    expect(await move('addToGroup', 'x')).toMatchObject({ changed: 1, unchanged: 1 });
    expect(await move('removeFromGroup', 'x2')).toMatchObject({ changed: 1 });
    expect(await running.call(routes.listUsers, { params: org, query: { group } })).toMatchObject({
      users: [{ loginName: 'x1' }],
    });
    const nowhere = { action: { kind: 'addToGroup', group: 'nowhere' }, selection: { matching: {} } } as const;
    await expect(running.call(routes.bulkUsers, { params: org, body: nowhere })).rejects.toMatchObject({
      problem: { code: 'invalid_request', issues: [{ path: 'action.group' }] },
    });
    await expect(running.call(routes.importUsers, { params: org, body: '"' })).rejects.toMatchObject({
      problem: { code: 'invalid_csv', issues: [{ path: '', code: 'not_csv' }] },
    });
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

describe('groups', () => {
  const org = { org: 'grouped' };
  let members: string[] = [];
  beforeAll(async () => {
    await createTestOrganization(running, org.org);
    await importCsv(running, org.org, 'loginName\na\nb\nc\n');
    members = (await running.call(routes.listUsers, { params: org })).users.map(({ id }) => id);
  });

  test('are added, renamed, filled, emptied and deleted; their members stay', async () => {
    const { call } = running;
    const { id } = await call(routes.createGroup, { params: org, body: { displayName: 'Ops' } });
    const one = { ...org, group: id };
    await expect(call(routes.createGroup, { params: org, body: { displayName: 'OPS' } })).rejects.toMatchObject({
      problem: { status: 409, code: 'group_name_taken', issues: [{ path: 'displayName' }] },
    });
    const change = (body: { add?: string[]; remove?: string[] }) => call(routes.changeMembers, { params: one, body });
    expect(await change({ add: [...members, ...members] })).toMatchObject({ members: 3 });
    expect(await change({ remove: [members[0] ?? '', 'nobody'] })).toMatchObject({ members: 2 });
    await expect(change({ add: [ids['ada'] ?? ''] })).rejects.toMatchObject({ problem: { status: 400 } });
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

  test('are listed by name, page by page, and searched', async () => {
    for (const displayName of ['beta', 'Alpha', 'gamma']) {
      await running.call(routes.createGroup, { params: org, body: { displayName } });
    }
    const first = await running.call(routes.listGroups, { params: org, query: { limit: 2 } });
    expect(first.groups.map(({ displayName }) => displayName)).toEqual(['Alpha', 'beta']);
    const rest = await running.call(routes.listGroups, { params: org, query: { limit: 2, cursor: first.next } });
    expect([rest.groups.map(({ displayName }) => displayName), rest.total, rest.next]).toEqual([
      ['gamma'],
      3,
      undefined,
    ]);
    const found = await running.call(routes.listGroups, { params: org, query: { search: 'LPH' } });
    expect(found.groups.map(({ displayName }) => displayName)).toEqual(['Alpha']);
  });
});

test('an export says what it is and how its file is called', async () => {
  const answer = await fetch(`${running.url}${basePath}/organizations/people/users/export`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="people-users.csv"');
  await answer.text();
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
