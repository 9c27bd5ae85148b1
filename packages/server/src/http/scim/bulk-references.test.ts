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
  remove,
  statusesOf,
} from './bulk.testing.ts';
import { unknownId } from './groups.testing.ts';

/** Operations of one bulk request that refer to each other. */
const running = await startTestServer();
afterAll(() => running.close());
const { scim, endpoint } = await createTestOrganization(running, 'acme');
const { name, createUser, createGroup, membersOf, exists, groupExists, managerOf, changesOf } = createBulkBench(
  scim,
  running,
);

describe('bulk ids', () => {
  test('RFC 7644 §3.7.2: a new user in a new group, in either order, and by a path', async () => {
    for (const forward of [true, false]) {
      const operations = [
        postUser('qwerty', name()),
        postGroup('ytrewq', name(), ['bulkId:qwerty']),
        patch('/Groups/bulkId:ytrewq', { op: 'remove', path: 'members[value eq "bulkId:qwerty"]' }),
        patch('/Users/bulkId:qwerty', { op: 'add', path: 'title', value: 'Guide' }),
      ];
      const results = await bulk(scim, forward ? operations : operations.slice(0, 2).reverse());
      const userId = idIn(results.find(({ bulkId }) => bulkId === 'qwerty'));
      const groupId = idIn(results.find(({ bulkId }) => bulkId === 'ytrewq'));
      expect(await membersOf(groupId)).toEqual(forward ? [] : [userId]);
      if (!forward) continue;
      expect(statusesOf(results)).toEqual(['201', '201', '200', '200']);
      expect(results[2]).toEqual({
        method: 'PATCH',
        location: `${endpoint}/Groups/${groupId}`,
        version: 'W/"2"',
        status: '200',
      });
      expect((await scim(`/Users/${userId}`)).body.title).toBe('Guide');
    }
  });

  test('RFC 7644 §3.7.2: references in an extension, and to oneself', async () => {
    const results = await bulk(scim, [postManaged('b', name(), 'bulkId:a'), postManaged('a', name(), 'bulkId:a')]);
    expect(statusesOf(results)).toEqual(['201', '201']);
    const [b, a] = results.map(idIn);
    expect(await managerOf(b ?? '')).toBe(a);
    expect(await managerOf(a ?? '')).toBe(a);
  });

  test('what needs a resource that was not created fails, and so on; others do not', async () => {
    const taken = name();
    await createUser(taken);
    const [group, free, freeName] = [name(), name(), name()];
    const results = await bulk(scim, [
      postUser('a', taken),
      postManaged('b', name(), 'bulkId:a'),
      postGroup('g', group, ['bulkId:b', 'bulkId:c']),
      postUser('c', freeName),
      patch('/Users/bulkId:a', { op: 'add', path: 'title', value: 'x' }),
      remove('/Users/bulkId:b'),
      postUser('d', free),
    ]);
    expect(statusesOf(results)).toEqual(['409', '409', '409', '201', '409', '409', '201']);
    expect(results[1].response.detail).toContain('"a"');
    for (const failed of [0, 1, 2, 4, 5]) expect(results[failed]).not.toHaveProperty('location');
    expect([await exists(freeName), await exists(free), await groupExists(group)]).toEqual([true, true, false]);
  });
});

describe('RFC 7644 §3.7.1: circles', () => {
  test('of managers are created in one transaction, with what refers to them afterwards', async () => {
    const results = await bulk(scim, [
      postGroup('g', name(), ['bulkId:a', 'bulkId:c']),
      postManaged('a', name(), 'bulkId:b'),
      postManaged('b', name(), 'bulkId:c'),
      postManaged('c', name(), 'bulkId:a'),
    ]);
    expect(results.map(({ status, version }) => [status, version])).toEqual(results.map(() => ['201', 'W/"1"']));
    const [g, a, b, c] = results.map(idIn) as [string, string, string, string];
    expect([await managerOf(a), await managerOf(b), await managerOf(c)]).toEqual([b, c, a]);
    expect(await membersOf(g)).toEqual([a, c].sort());
    const written = await Promise.all([a, b, c].map(changesOf));
    expect(written.flat().map(({ operation }) => operation)).toEqual(['create', 'create', 'create']);
    expect(new Set(written.flat().map(({ xid }) => xid)).size).toBe(1);
  });

  test('of a user and a group, where the group also has members from before', async () => {
    const member = await createUser();
    const results = await bulk(scim, [
      postManaged('u', name(), 'bulkId:g'),
      postGroup('g', name(), ['bulkId:u', member]),
    ]);
    expect(statusesOf(results)).toEqual(['201', '201']);
    const [u, g] = results.map(idIn) as [string, string];
    expect(await membersOf(g)).toEqual([u, member].sort());
    expect(await managerOf(u)).toBe(g);
    const xids = (await Promise.all([u, g].map(changesOf))).flat().map(({ xid }) => xid);
    expect(xids[0]).toBe(xids[1]);
  });

  const nobody = 'bulkId:a';
  test.each<[name: string, culprit: (taken: string) => object, status: string]>([
    ['a login name is taken', (taken) => postManaged('c', taken, nobody), '409'],
    ['a login name is missing', () => postManaged('c', '', nobody), '400'],
    ['a login name is longer than an index takes', () => postManaged('c', 'x'.repeat(3000), nobody), '400'],
    ['a group takes a member that is nobody', () => postGroup('c', name(), [nobody, unknownId]), '400'],
    ['a group takes a group', () => ({ ...postGroup('c', name(), [nobody, 'bulkId:c']) }), '400'],
  ])('are created whole or not at all: %s', async (_name, culprit, status) => {
    const taken = name();
    await createUser(taken);
    const [a, b, beside] = [name(), name(), name()];
    const results = await bulk(scim, [
      postManaged('a', a, 'bulkId:b'),
      postUser('beside', beside),
      postManaged('b', b, 'bulkId:c'),
      culprit(taken),
      postGroup('g', name(), ['bulkId:b']),
    ]);
    expect(statusesOf(results)).toEqual(['409', '201', '409', status, '409']);
    expect(results[0].response.detail).toContain('"c"');
    expect([await exists(a), await exists(b), await exists(beside)]).toEqual([false, false, true]);
  });

  test('whose group name is taken leave no user, no change and no name behind', async () => {
    const taken = name();
    await createGroup(taken);
    const userName = name();
    const circle = (displayName: string): readonly object[] => [
      postManaged('u', userName, 'bulkId:g'),
      postGroup('g', displayName, ['bulkId:u']),
    ];
    const count = async (): Promise<number> =>
      (await running.database.db.selectFrom('changes').select('seq').execute()).length;
    const before = await count();
    expect(statusesOf(await bulk(scim, circle(taken.toUpperCase())))).toEqual(['409', '409']);
    expect(await count()).toBe(before);
    expect(await exists(userName)).toBe(false);
    expect(statusesOf(await bulk(scim, circle(name())))).toEqual(['201', '201']);
  });

  test('of groups are refused, since groups have no groups here; several circles do not harm each other', async () => {
    const results = await bulk(scim, [
      postGroup('a', name(), ['bulkId:b']),
      postManaged('x', name(), 'bulkId:y'),
      postGroup('b', name(), ['bulkId:a']),
      postManaged('y', name(), 'bulkId:x'),
    ]);
    const [a, x, b, y] = statusesOf(results);
    expect([x, y]).toEqual(['201', '201']);
    expect([a, b]).toEqual(['400', '400']);
    expect(results[0].response.detail).toContain('Groups in groups');
  });
});
