import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';
import { createGroupBench, groupSchema, unknownId, type GroupBench } from './groups.testing.ts';

let running: TestServer;
let scim: ScimCall;
let bench: GroupBench;
let elsewhere: GroupBench;

beforeAll(async () => {
  running = await startTestServer();
  ({ scim } = await createTestOrganization(running, 'acme'));
  bench = createGroupBench(scim, running);
  elsewhere = createGroupBench((await createTestOrganization(running, 'other')).scim, running);
});
afterAll(() => running.close());

describe('every form of a member operation', () => {
  type Ids = Readonly<Record<'group' | 'ann' | 'bob' | 'eve', string>>;
  type Name = 'ann' | 'bob' | 'eve';
  // the group has Ann and Bob before
  const forms: readonly [string, (ids: Ids) => readonly object[], readonly Name[]][] = [
    [
      'Entra adds',
      ({ eve }) => [{ op: 'Add', path: 'members', value: [{ $ref: null, value: eve }] }],
      ['ann', 'bob', 'eve'],
    ],
    [
      'Entra removes, old',
      ({ ann }) => [{ op: 'Remove', path: 'members', value: [{ $ref: null, value: ann }] }],
      ['bob'],
    ],
    ['Entra removes, new', ({ ann }) => [{ op: 'remove', path: `members[value eq "${ann}"]` }], ['bob']],
    ['Entra removes nobody', () => [{ op: 'Remove', path: 'members', value: [] }], ['ann', 'bob']],
    ['no list', ({ eve }) => [{ op: 'add', path: 'members', value: { value: eve } }], ['ann', 'bob', 'eve']],
    ['a bare id', ({ eve }) => [{ op: 'add', path: 'members', value: [eve] }], ['ann', 'bob', 'eve']],
    [
      'Okta adds',
      ({ eve }) => [{ op: 'add', path: 'members', value: [{ value: eve, display: 'e' }] }],
      ['ann', 'bob', 'eve'],
    ],
    [
      'Okta adds without a path',
      ({ eve }) => [{ op: 'add', value: { members: [{ value: eve }] } }],
      ['ann', 'bob', 'eve'],
    ],
    ['Okta replaces', ({ eve }) => [{ op: 'replace', path: 'members', value: [{ value: eve }] }], ['eve']],
    [
      'Okta replaces without a path',
      ({ bob, eve }) => [{ op: 'replace', value: { members: [{ value: eve, type: 'User' }, { value: bob }] } }],
      ['bob', 'eve'],
    ],
    [
      'Okta renames before it adds',
      ({ group, eve }) => [
        { op: 'replace', value: { id: group, displayName: `Pushed ${group}` } },
        { op: 'add', path: 'members', value: [{ value: eve }] },
      ],
      ['ann', 'bob', 'eve'],
    ],
    ['everybody leaves', () => [{ op: 'remove', path: 'members' }], []],
    ['replaced by nobody', () => [{ op: 'replace', path: 'members', value: [] }], []],
    [
      'a filter with or',
      ({ ann, bob }) => [{ op: 'remove', path: `members[value eq "${ann}" or value eq "${bob}"]` }],
      [],
    ],
    ['a filter on the type', () => [{ op: 'remove', path: 'members[type eq "User"]' }], []],
    ['a filter on the name', () => [{ op: 'remove', path: 'members[display ew "nobody"]' }], ['ann', 'bob']],
    [
      'one after the other, the later wins',
      ({ ann, eve }) => [
        { op: 'add', path: 'members', value: [{ value: eve }] },
        { op: 'remove', path: `members[value eq "${eve}"]` },
        { op: 'remove', path: `members[value eq "${ann}"]` },
        { op: 'add', path: 'members', value: [{ value: ann }] },
      ],
      ['ann', 'bob'],
    ],
  ];

  test.each(forms)('%s', async (_name, operations, expected) => {
    const people = { ann: await bench.createUser(), bob: await bench.createUser(), eve: await bench.createUser() };
    const group = await bench.createGroup([people.ann, people.bob]);
    const answer = await bench.patch(group, ...operations({ group, ...people }));
    expect([200, 204]).toContain(answer.status);
    expect(await bench.membersOf(group)).toEqual(expected.map((name) => people[name]));
  });

  test('what is there already or not there is no change: no new version, nothing in the feed', async () => {
    const [member, stranger] = [await bench.createUser(), await bench.createUser()];
    const id = await bench.createGroup([member]);
    const before = await scim(`/Groups/${id}`);
    const same: object[][] = [
      [{ op: 'add', path: 'members', value: [{ value: member }] }],
      [{ op: 'Add', path: 'members', value: [{ value: member }, { value: member }] }],
      [{ op: 'remove', path: `members[value eq "${stranger}"]` }],
      [{ op: 'remove', path: `members[value eq "${unknownId}"]` }],
      [{ op: 'remove', path: 'members[value eq "no id at all"]' }],
      [{ op: 'replace', path: 'members', value: [{ value: member }] }],
      [{ op: 'remove', path: 'members[display eq "nobody"]' }],
      [{ op: 'replace', path: 'displayName', value: before.body.displayName }],
    ];
    for (const operations of same) expect((await bench.patch(id, ...operations)).status).toBeLessThan(300);
    expect((await scim(`/Groups/${id}`)).body).toEqual(before.body);
    expect(await bench.changesOf(id)).toHaveLength(1);
  });

  test('says what moved, and only that', async () => {
    const [stays, leaves, comes] = [await bench.createUser(), await bench.createUser(), await bench.createUser()];
    const id = await bench.createGroup([stays, leaves]);
    await bench.patch(
      id,
      { op: 'add', path: 'members', value: [{ value: comes }, { value: stays }] },
      { op: 'remove', path: 'members', value: [{ value: leaves }, { value: unknownId }] },
      { op: 'replace', path: 'displayName', value: 'Moved' },
    );
    expect((await bench.changesOf(id)).at(-1)).toEqual({
      operation: 'update',
      attributes: [
        { path: 'displayName', before: expect.any(String), after: 'Moved' },
        { path: 'members', before: [leaves], after: [comes] },
      ],
    });
    expect(await bench.versionOf(id)).toBe('W/"2"');
  });
});

describe('who cannot be a member', () => {
  test('nobody: an unknown id is a 400 that names it, and nothing is written', async () => {
    const ann = await bench.createUser();
    const foreign = await elsewhere.createUser();
    const id = await bench.createGroup();
    for (const bad of [unknownId, 'no id at all', foreign, '']) {
      const members = [{ value: ann }, { value: bad }];
      const answers = [
        await bench.patch(id, { op: 'add', path: 'members', value: members }),
        await scim(`/Groups/${id}`, { method: 'PUT', body: { schemas: [groupSchema], displayName: 'x', members } }),
        await scim('/Groups', { method: 'POST', body: { schemas: [groupSchema], displayName: 'New', members } }),
      ];
      for (const { status, body } of answers) {
        expect(status).toBe(400);
        expect(body.scimType).toBe('invalidValue');
        expect(body.detail).toContain(bad);
      }
    }
    expect(await bench.membersOf(id)).toEqual([]);
    expect(await bench.changesOf(id)).toHaveLength(1);
    expect((await scim('/Groups?filter=displayName eq "New"')).body.totalResults).toBe(0);
  });

  test('a long list of unknown ids is cut short', async () => {
    const value = Array.from({ length: 30 }, (_, index) => ({ value: `nobody-${index}` }));
    const { status, body } = await bench.patch(await bench.createGroup(), { op: 'add', path: 'members', value });
    expect(status).toBe(400);
    expect(body.detail).toContain('and 25 more');
  });

  test('a group: with its type or without, the answer says so', async () => {
    const [inner, outer] = [await bench.createGroup(), await bench.createGroup()];
    for (const member of [{ value: inner }, { value: inner, type: 'Group' }, { value: unknownId, type: 'group' }]) {
      const { status, body } = await bench.patch(outer, { op: 'add', path: 'members', value: [member] });
      expect(status).toBe(400);
      expect(body).toMatchObject({ scimType: 'invalidValue', detail: expect.stringContaining('Groups in groups') });
    }
  });

  test('a member without an id', async () => {
    const { status } = await bench.patch(await bench.createGroup(), {
      op: 'add',
      path: 'members',
      value: [{ display: 'Ann' }],
    });
    expect(status).toBe(400);
  });
});
