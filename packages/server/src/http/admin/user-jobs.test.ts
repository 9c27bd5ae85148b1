import { routes, type RouteInput } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestOrganization, ended, importCsv, startTestServer } from '../../test-server.testing.ts';

const running = await startTestServer();
/** Another organization, which nothing here may reach, and its only user. */
const other = { org: 'other' };
await createTestOrganization(running, other.org);
const ada = { loginName: 'ada', displayName: 'Ada' };
const { id: stranger } = await running.call(routes.createUser, { params: other, body: ada });
afterAll(() => running.close());

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
    const elsewhere = { users: [stranger, ...selection.users] };
    expect(await bulk({ kind: 'delete' }, elsewhere)).toMatchObject({
      changed: 6,
      unchanged: 1,
    });
    expect(await services()).toEqual([]);
    expect(await running.call(routes.getUser, { params: { ...other, user: stranger } })).toMatchObject({
      loginName: 'ada',
    });
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
    const elsewhere = { params: { ...other, job: jobs[0]?.id ?? '' } };
    const gone = { problem: { status: 404 } };
    await expect(running.call(routes.getJob, elsewhere)).rejects.toMatchObject(gone);
    await expect(running.call(routes.cancelJob, elsewhere)).rejects.toMatchObject(gone);
    await expect(running.call(routes.listJobFailures, elsewhere)).rejects.toMatchObject(gone);
    await expect(running.call(routes.exportJobFailures, elsewhere)).rejects.toMatchObject(gone);
    expect((await running.call(routes.listJobs, { params: other })).jobs.map(({ id }) => id)).not.toContain(
      jobs[0]?.id,
    );
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
