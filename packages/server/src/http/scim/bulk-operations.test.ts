import { routes } from '@lockstep/admin-api';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer } from '../../test-server.testing.ts';
import {
  bulk,
  createBulkBench,
  idIn,
  patch,
  postGroup,
  postManaged,
  postUser,
  putUser,
  remove,
  statusesOf,
} from './bulk.testing.ts';
import { unknownId } from './groups.testing.ts';

/** What each operation of a bulk request does, and how it is answered. */
const running = await startTestServer();
afterAll(() => running.close());
const { scim, endpoint } = await createTestOrganization(running, 'acme');
const { scim: other } = await createTestOrganization(running, 'other');
const { name, createUser, createGroup, membersOf, exists, changesOf } = createBulkBench(scim, running);

describe('each operation has its own answer', () => {
  test('RFC 7644 §3.7.3: add, replace, update and remove, with versions', async () => {
    const [replaced, updated, removed] = [await createUser(), await createUser(), await createUser()];
    const newName = name();
    const results = await bulk(scim, [
      postUser('alice', newName),
      { ...putUser(replaced, name(), { title: 'Boss' }), version: 'W/"1"' },
      { ...patch(`/Users/${updated}`, { op: 'add', path: 'nickName', value: 'Dave' }), version: 'W/"1"' },
      { ...remove(`/Users/${removed}`), version: 'W/"1"' },
    ]);
    const id = idIn(results[0]);
    expect(results).toEqual([
      { location: `${endpoint}/Users/${id}`, method: 'POST', bulkId: 'alice', version: 'W/"1"', status: '201' },
      { location: `${endpoint}/Users/${replaced}`, method: 'PUT', version: 'W/"2"', status: '200' },
      { location: `${endpoint}/Users/${updated}`, method: 'PATCH', version: 'W/"2"', status: '200' },
      { location: `${endpoint}/Users/${removed}`, method: 'DELETE', status: '204' },
    ]);
    expect((await scim(`/Users/${id}`)).body).toMatchObject({ id, userName: newName });
    expect((await scim(`/Users/${replaced}`)).body).toMatchObject({ title: 'Boss', meta: { version: 'W/"2"' } });
    expect((await scim(`/Users/${updated}`)).body).toMatchObject({ nickName: 'Dave' });
    expect((await scim(`/Users/${removed}`)).status).toBe(404);
    expect((await changesOf(id)).map(({ operation }) => operation)).toEqual(['create']);
    expect((await changesOf(removed)).map(({ operation }) => operation)).toEqual(['create', 'delete']);
  });

  test('RFC 7644 §3.7.3: what fails is answered with a SCIM error, and changes nothing', async () => {
    const taken = name();
    const id = await createUser(taken);
    const group = await createGroup();
    const old = { version: 'W/"7"' };
    const before = (await scim(`/Users/${id}`)).body;
    const error = (status: string, scimType?: string): object => ({
      status,
      response: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status,
        detail: expect.stringMatching(/\w+ \w+/),
        ...(scimType === undefined ? {} : { scimType }),
      },
    });
    const location = `${endpoint}/Users/${id}`;
    expect(
      await bulk(scim, [
        postUser('a', taken.toUpperCase()),
        postUser('b', ''),
        { ...putUser(id, taken, { title: 'x' }), ...old },
        { ...patch(`/Users/${id}`, { op: 'add', path: 'title', value: 'x' }), ...old },
        { ...remove(`/Users/${id}`), ...old },
        { ...remove(`/Users/${id}`), version: '7' },
        remove(`/Users/${unknownId}`),
        putUser(unknownId, name()),
        patch(`/Users/${id}`, { op: 'add', path: 'active', value: 'perhaps' }),
        patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: unknownId }] }),
      ]),
    ).toEqual([
      { method: 'POST', bulkId: 'a', ...error('409', 'uniqueness') },
      { method: 'POST', bulkId: 'b', ...error('400', 'invalidValue') },
      { method: 'PUT', location, ...error('412') },
      { method: 'PATCH', location, ...error('412') },
      { method: 'DELETE', location, ...error('412') },
      { method: 'DELETE', location, ...error('400', 'invalidSyntax') },
      { method: 'DELETE', location: `${endpoint}/Users/${unknownId}`, ...error('404') },
      { method: 'PUT', location: `${endpoint}/Users/${unknownId}`, ...error('404') },
      { method: 'PATCH', location, ...error('400', 'invalidValue') },
      { method: 'PATCH', location: `${endpoint}/Groups/${group}`, ...error('400', 'invalidValue') },
    ]);
    expect((await scim(`/Users/${id}`)).body).toEqual(before);
  });

  test('an operation that cannot be tried fails alone: method, path, endpoint, data, bulk ids', async () => {
    const [first, last] = [name(), name()];
    const results = await bulk(scim, [
      postUser('first', first),
      { method: 'GET', path: `/Users/${unknownId}` },
      { method: 'POST', path: '/Users', data: { userName: 'x' } },
      { method: 'POST', path: `/Users/${unknownId}`, bulkId: 'p', data: {} },
      { method: 'POST', path: '/Devices', bulkId: 'd', data: {} },
      remove('/Devices/1'),
      { method: 'PUT', path: `/Users/${unknownId}` },
      postUser('first', name()),
      postGroup('g', name(), ['bulkId:nobody']),
      'text',
      postUser('last', last),
    ]);
    expect(statusesOf(results)).toEqual(['201', '400', '400', '400', '404', '404', '400', '400', '400', '400', '201']);
    expect(results[5].location).toBe(`${endpoint}/Devices/1`);
    expect(results[6].location).toBe(`${endpoint}/Users/${unknownId}`);
    expect(results[7].response.detail).toContain('twice');
    expect(results[8].response.detail).toContain('"nobody"');
    expect([await exists(first), await exists(last)]).toEqual([true, true]);
  });

  test('operations on one resource are carried out in their order', async () => {
    const userName = name();
    const id = await createUser(userName);
    const titles = Array.from({ length: 20 }, (_, index) => `title ${index}`);
    const results = await bulk(scim, [
      ...titles.map((title) => patch(`/Users/${id}`, { op: 'replace', path: 'title', value: title })),
      { ...remove(`/Users/${id}`), version: 'W/"21"' },
      patch(`/Users/${id}`, { op: 'replace', path: 'title', value: 'too late' }),
      postUser('again', userName),
    ]);
    expect(statusesOf(results)).toEqual([...titles.map(() => '200'), '204', '404', '201']);
    expect(results.slice(0, 20).map(({ version }) => version)).toEqual(titles.map((_, index) => `W/"${index + 2}"`));
  });

  test('a thousand users and a group of all of them', async () => {
    const names = Array.from({ length: 999 }, () => name());
    const users = names.map((userName, index) => postUser(`u${index}`, userName));
    const members = names.map((_, index) => `bulkId:u${index}`);
    const results = await bulk(scim, [postGroup('all', name(), members), ...users]);
    expect(new Set(statusesOf(results))).toEqual(new Set(['201']));
    expect(results.map(({ bulkId }) => bulkId)).toEqual(['all', ...users.map(({ bulkId }) => bulkId)]);
    expect(await membersOf(idIn(results[0]))).toEqual(results.slice(1).map(idIn).sort());
  });
});

test('the rules of a connection hold for every operation: no groups, and login names stay', async () => {
  const { scim: call } = await createTestOrganization(running, 'cybozu', 'cybozu');
  const rule = { params: { org: 'cybozu', connection: 'default' }, body: { rules: { groups: 'refused' } } } as const;
  await running.call(routes.changePolicy, rule);
  const made = await bulk(call, [postUser('u', 'user'), postGroup('g', 'Group', ['bulkId:u'])]);
  expect(statusesOf(made)).toEqual(['201', '403']);
  const id = idIn(made[0]);
  const results = await bulk(call, [
    putUser(id, 'renamed'),
    patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: 'renamed' }),
    patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value: 'Boss' }),
    postManaged('a', 'ann', 'bulkId:g'),
    postGroup('g', 'Group', ['bulkId:a']),
    remove(`/Groups/${unknownId}`),
  ]);
  expect(statusesOf(results)).toEqual(['400', '400', '200', '409', '403', '403']);
  expect(results[0].response.scimType).toBe('mutability');
  expect((await call(`/Users/${id}`)).body).toMatchObject({ userName: 'user', displayName: 'Boss' });
  expect((await call('/Users')).body.totalResults).toBe(1);
});

test('one organization does not reach the resources of another', async () => {
  const userName = name();
  const id = await createUser(userName);
  const group = await createGroup(name(), [id]);
  const results = await bulk(other, [
    putUser(id, 'stolen'),
    patch(`/Users/${id}`, { op: 'replace', path: 'title', value: 'Stolen' }),
    patch(`/Groups/${group}`, { op: 'remove', path: 'members' }),
    remove(`/Users/${id}`),
    remove(`/Groups/${group}`),
    postGroup('g', 'Theirs', [id]),
    postUser('a', userName),
    postManaged('b', 'circle', 'bulkId:c'),
    postGroup('c', 'Circle', ['bulkId:b', id]),
  ]);
  expect(statusesOf(results)).toEqual(['404', '404', '404', '404', '404', '400', '201', '409', '400']);
  expect((await scim(`/Users/${id}`)).body).toMatchObject({ userName, meta: { version: 'W/"1"' } });
  expect(await membersOf(group)).toEqual([id]);
  expect((await other('/Users')).body.totalResults).toBe(1);
});

test('what fails unexpectedly is a 500 of its operation, with a correlation id, and harms no other', async () => {
  const broken = await startTestServer({ LOCKSTEP_LOG_LEVEL: 'fatal' });
  const { scim: call } = await createTestOrganization(broken, 'acme');
  await broken.database.pool.query('alter table groups rename to gone');
  const results = await bulk(call, [
    postUser('a', 'ann'),
    postGroup('g', 'Group', ['bulkId:a']),
    postManaged('b', 'bob', 'bulkId:c'),
    postGroup('c', 'Circle', ['bulkId:b']),
  ]);
  expect(statusesOf(results)).toEqual(['201', '500', '500', '500']);
  expect(results[1].response.detail).toMatch(/[0-9a-f]{8}-/);
  expect(JSON.stringify(results)).not.toMatch(/\brelation|select/i);
  expect((await broken.database.pool.query('select from users')).rowCount).toBe(1);
  await broken.close();
});
