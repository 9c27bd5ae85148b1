import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';
import { createGroupBench, groupSchema, patchOp, unknownId, userSchema, type GroupBench } from './groups.testing.ts';

let running: TestServer;
let scim: ScimCall;
let endpoint: string;
let other: ScimCall;
let bench: GroupBench;

beforeAll(async () => {
  running = await startTestServer();
  ({ scim, endpoint } = await createTestOrganization(running, 'acme'));
  ({ scim: other } = await createTestOrganization(running, 'other'));
  bench = createGroupBench(scim, running);
});
afterAll(() => running.close());

describe('one group', () => {
  test('is kept with its members, and shown with their names', async () => {
    const [ann, bob] = [await bench.createUser(), await bench.createUser()];
    const created = await scim('/Groups', {
      method: 'POST',
      body: {
        schemas: [groupSchema],
        displayName: '営業部',
        externalId: 'g-1',
        members: [{ value: bob }, { value: ann }],
      },
    });
    expect(created.status).toBe(201);
    const { id, meta } = created.body;
    expect(created.headers.get('location')).toBe(`${endpoint}/Groups/${id}`);
    expect(created.headers.get('etag')).toBe('W/"1"');
    expect(created.body).toEqual({
      schemas: [groupSchema],
      id,
      displayName: '営業部',
      externalId: 'g-1',
      meta: { ...meta, resourceType: 'Group', location: `${endpoint}/Groups/${id}`, version: 'W/"1"' },
      members: expect.arrayContaining(
        [ann, bob].map((value) => ({
          value,
          $ref: `${endpoint}/Users/${value}`,
          display: expect.stringMatching(/^User \d+$/),
          type: 'User',
        })),
      ),
    });
    expect(created.body.members).toHaveLength(2);
    expect((await scim(`/Groups/${id}`)).body).toEqual(created.body);
    expect(await bench.changesOf(id)).toEqual([
      {
        operation: 'create',
        attributes: expect.arrayContaining([
          { path: 'displayName', after: '営業部' },
          { path: 'externalId', after: 'g-1' },
          { path: 'members', after: expect.arrayContaining([ann, bob]) },
        ]),
      },
    ]);
  });

  test('shows a display name with every character that JSON escapes', async () => {
    const displayName = 'a "b" \\ \u0001 \u2028 😀';
    const { body } = await scim('/Users', {
      method: 'POST',
      body: { schemas: [userSchema], userName: 'odd', displayName },
    });
    const id = await bench.createGroup([body.id]);
    expect((await scim(`/Groups/${id}`)).body.members[0].display).toBe(displayName);
  });

  test('PUT replaces everything, and the same PUT again writes nothing', async () => {
    const [ann, bob, eve] = [await bench.createUser(), await bench.createUser(), await bench.createUser()];
    const id = await bench.createGroup([ann, bob], { externalId: 'old' });
    const body = {
      schemas: [groupSchema],
      id,
      displayName: 'Replaced',
      members: [{ value: bob, display: 'whatever' }, { value: eve }],
      meta: { resourceType: 'Group' },
    };
    const replaced = await scim(`/Groups/${id}`, { method: 'PUT', body });
    expect(replaced.status).toBe(200);
    expect(replaced.body).toMatchObject({ displayName: 'Replaced', meta: { version: 'W/"2"' } });
    expect(replaced.body).not.toHaveProperty('externalId');
    expect(await bench.membersOf(id)).toEqual([bob, eve]);
    expect((await scim(`/Groups/${id}`, { method: 'PUT', body })).body.meta.version).toBe('W/"2"');
    expect((await bench.changesOf(id)).slice(1)).toEqual([
      {
        operation: 'update',
        attributes: [
          { path: 'externalId', before: 'old' },
          { path: 'displayName', before: expect.any(String), after: 'Replaced' },
          { path: 'members', before: [ann], after: [eve] },
        ],
      },
    ]);
    const emptied = { schemas: [groupSchema], displayName: 'Replaced' };
    expect((await scim(`/Groups/${id}`, { method: 'PUT', body: emptied })).body).not.toHaveProperty('members');
  });

  test('is gone after DELETE, and its name and its members are free', async () => {
    const ann = await bench.createUser();
    const id = await bench.createGroup([ann], { displayName: 'Short lived' });
    expect((await scim(`/Groups/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await scim(`/Groups/${id}`)).status).toBe(404);
    expect((await scim(`/Groups/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await bench.patch(id, { op: 'add', path: 'members', value: [{ value: ann }] })).status).toBe(404);
    expect((await scim(`/Users/${ann}`)).body).not.toHaveProperty('groups');
    await bench.createGroup([], { displayName: 'Short lived' });
    expect((await bench.changesOf(id)).map(({ operation }) => operation)).toEqual(['create', 'delete']);
  });

  test('has a name that no other group of the organization has, whatever its case', async () => {
    const id = await bench.createGroup([], { displayName: 'Unique' });
    const second = await bench.createGroup();
    const body = { schemas: [groupSchema], displayName: 'UNIQUE' };
    const answers = [
      await scim('/Groups', { method: 'POST', body }),
      await scim(`/Groups/${second}`, { method: 'PUT', body }),
      await bench.patch(second, { op: 'replace', path: 'displayName', value: 'uNIQUE' }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect(await bench.versionOf(second)).toBe('W/"1"');
    expect((await bench.patch(id, { op: 'replace', path: 'displayName', value: 'UNIQUE' })).status).toBe(200);
    expect((await other('/Groups', { method: 'POST', body })).status).toBe(201);
  });

  test('refuses a change of a version that is no longer the current one', async () => {
    const [ann, bob] = [await bench.createUser(), await bench.createUser()];
    const id = await bench.createGroup([ann]);
    const body = { schemas: [patchOp], Operations: [{ op: 'add', path: 'members', value: [{ value: bob }] }] };
    const stale = { 'if-match': 'W/"7"' };
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      const content = method === 'PUT' ? { schemas: [groupSchema], displayName: 'x' } : body;
      const answer = await scim(`/Groups/${id}`, {
        method,
        headers: stale,
        ...(method === 'DELETE' ? {} : { body: content }),
      });
      expect(answer.status).toBe(412);
    }
    expect(await bench.membersOf(id)).toEqual([ann]);
    const fresh = await scim(`/Groups/${id}`, { method: 'PATCH', headers: { 'if-match': 'W/"1"' }, body });
    expect(fresh.headers.get('etag')).toBe('W/"2"');
    expect((await scim(`/Groups/${id}`, { headers: { 'if-none-match': 'W/"2"' } })).status).toBe(304);
    expect((await scim(`/Groups/${id}`, { headers: { 'if-none-match': 'W/"1"' } })).body.members).toHaveLength(2);
  });
});

describe('the answer to a PATCH', () => {
  const rename = (op: string): object => ({ schemas: [patchOp], Operations: [{ op, path: 'externalId', value: 'x' }] });

  test.each([
    ['200 with the resource', '', 'replace', {}, 200, null],
    ['204 for whoever prefers that', '', 'replace', { prefer: 'return=minimal' }, 204, 'return=minimal'],
    [
      '204 for a list of preferences',
      '',
      'replace',
      { prefer: 'respond-async, return="minimal"' },
      204,
      'return=minimal',
    ],
    ['200 for another preference', '', 'replace', { prefer: 'return=representation' }, 200, null],
    ['204 for Entra, known by its capitals', '', 'Replace', {}, 204, null],
    ['204 for Entra, known by its parameter', '?aadOptscim062020', 'replace', {}, 204, null],
    ['200 for whoever names attributes', '?attributes=displayName', 'Replace', { prefer: 'return=minimal' }, 200, null],
  ] as const)('%s', async (_name, query, op, headers, status, applied) => {
    const id = await bench.createGroup();
    const answer = await scim(`/Groups/${id}${query}`, { method: 'PATCH', headers: { ...headers }, body: rename(op) });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('preference-applied')).toBe(applied);
    expect(answer.headers.get('etag')).toBe('W/"2"');
    if (status === 204) expect(answer.body).toBeUndefined();
    else expect(answer.body.id).toBe(id);
    expect((await scim(`/Groups/${id}`)).body.externalId).toBe('x');
  });

  test('of a user is 200 for Entra, and 204 for whoever prefers that, PUT alike', async () => {
    const id = await bench.createUser();
    const body = { schemas: [patchOp], Operations: [{ op: 'Replace', path: 'title', value: 'x' }] };
    expect((await scim(`/Users/${id}`, { method: 'PATCH', body })).status).toBe(200);
    const headers = { prefer: 'return=minimal' };
    expect((await scim(`/Users/${id}`, { method: 'PATCH', headers, body })).status).toBe(204);
    const whole = { schemas: [userSchema], userName: 'renamed' };
    expect((await scim(`/Users/${id}`, { method: 'PUT', headers, body: whole })).status).toBe(204);
    expect((await scim(`/Users/${id}`)).body.userName).toBe(whole.userName);
  });
});

describe('finding groups', () => {
  test('by name, external id, id and member, alone and together', async () => {
    const [ann, bob] = [await bench.createUser(), await bench.createUser()];
    const id = await bench.createGroup([ann], { displayName: 'Find me', externalId: 'ext-Find' });
    const found = async (filter: string): Promise<string[]> => {
      const { status, body } = await scim(`/Groups?filter=${encodeURIComponent(filter)}`);
      expect(status).toBe(200);
      expect(body.totalResults).toBe(body.Resources.length);
      return body.Resources.map((group: { id: string }) => group.id);
    };
    for (const filter of [
      'displayName eq "FIND ME"',
      'externalId eq "ext-Find"',
      `id eq "${id}"`,
      `members eq "${ann}"`,
      `members.value eq "${ann}"`,
      `members[value eq "${ann}"]`,
      `id eq "${id}" and members eq "${ann}"`,
      `displayName eq "find me" and members[value eq "${ann}"]`,
    ]) {
      expect([filter, await found(filter)]).toEqual([filter, [id]]);
    }
    for (const filter of [
      'externalId eq "EXT-find"',
      `members eq "${bob}"`,
      'members eq "nobody"',
      `id eq "${id}" and members eq "${bob}"`,
      `id eq "nobody"`,
    ]) {
      expect([filter, await found(filter)]).toEqual([filter, []]);
    }
  });

  test('a list shows the members of each group, page by page', async () => {
    const { scim: call } = await createTestOrganization(running, 'paged');
    const paged = createGroupBench(call, running);
    const users = [await paged.createUser(), await paged.createUser()];
    for (let index = 0; index < 5; index += 1) {
      const members = users.slice(0, index % 3).map((value) => ({ value }));
      await call('/Groups', {
        method: 'POST',
        body: { schemas: [groupSchema], displayName: `Page ${index}`, members },
      });
    }
    const seen = [];
    for (let startIndex = 1; startIndex <= 5; startIndex += 2) {
      const { body } = await call(`/Groups?startIndex=${startIndex}&count=2`);
      expect(body).toMatchObject({ totalResults: 5, startIndex, itemsPerPage: body.Resources.length });
      seen.push(...body.Resources);
    }
    expect(seen.map(({ displayName, members = [] }) => [displayName, members.length])).toEqual([
      ['Page 0', 0],
      ['Page 1', 1],
      ['Page 2', 2],
      ['Page 3', 0],
      ['Page 4', 1],
    ]);
  });
});

describe('the groups of a user', () => {
  test('are its direct groups, in every answer, unless nobody wants to see them', async () => {
    const ann = await bench.createUser();
    const id = await bench.createGroup([ann], { displayName: 'Seen' });
    const groups = [{ value: id, $ref: `${endpoint}/Groups/${id}`, display: expect.any(String), type: 'direct' }];
    const name = (await scim(`/Users/${ann}`)).body.userName;
    const whole = { schemas: [userSchema], userName: name };
    const body = { schemas: [patchOp], Operations: [{ op: 'replace', path: 'title', value: 'x' }] };
    expect((await scim(`/Users/${ann}`)).body.groups).toEqual(groups);
    expect((await scim(`/Users?filter=id eq "${ann}"`)).body.Resources[0].groups).toEqual(groups);
    expect((await scim(`/Users/${ann}`, { method: 'PATCH', body })).body.groups).toEqual(groups);
    expect((await scim(`/Users/${ann}`, { method: 'PUT', body: whole })).body.groups).toEqual(groups);
    expect((await scim(`/Users/${ann}?excludedAttributes=groups`)).body).not.toHaveProperty('groups');
    expect((await scim(`/Users/${ann}?attributes=groups.value`)).body.groups).toEqual([{ value: id }]);
    expect((await scim(`/Users/${ann}`, { method: 'PUT', body: { ...whole, groups: [] } })).body.groups).toEqual(
      groups,
    );
  });

  test('a deactivated user stays a member; a deleted one leaves, and the group says so', async () => {
    const [ann, bob] = [await bench.createUser(), await bench.createUser()];
    const [first, second] = [await bench.createGroup([ann, bob]), await bench.createGroup([ann])];
    const body = { schemas: [patchOp], Operations: [{ op: 'Replace', path: 'active', value: 'False' }] };
    await scim(`/Users/${ann}`, { method: 'PATCH', body });
    expect(await bench.membersOf(first)).toEqual([ann, bob]);
    expect((await scim(`/Users/${ann}`, { method: 'DELETE' })).status).toBe(204);
    expect(await bench.membersOf(first)).toEqual([bob]);
    for (const group of [first, second]) {
      expect(await bench.versionOf(group)).toBe('W/"2"');
      expect((await bench.changesOf(group)).at(-1)).toEqual({
        operation: 'update',
        attributes: [{ path: 'members', before: [ann] }],
      });
    }
  });
});

describe('organizations', () => {
  test('know nothing of each other', async () => {
    const ann = await bench.createUser();
    const id = await bench.createGroup([ann], { displayName: 'Private' });
    const body = { schemas: [patchOp], Operations: [{ op: 'replace', path: 'displayName', value: 'Stolen' }] };
    const whole = { schemas: [groupSchema], displayName: 'Stolen' };
    expect((await other(`/Groups/${id}`)).status).toBe(404);
    expect((await other(`/Groups/${id}`, { method: 'PATCH', body })).status).toBe(404);
    expect((await other(`/Groups/${id}`, { method: 'PUT', body: whole })).status).toBe(404);
    expect((await other(`/Groups/${id}`, { method: 'DELETE' })).status).toBe(404);
    for (const filter of ['displayName eq "Private"', `id eq "${id}"`, `members eq "${ann}"`]) {
      expect((await other(`/Groups?filter=${encodeURIComponent(filter)}`)).body.totalResults).toBe(0);
    }
    expect((await scim(`/Groups/${id}`)).body.displayName).toBe('Private');
  });

  test('take no groups where the connection says so: passed over or refused', async () => {
    const { scim: call } = await createTestOrganization(running, 'cybozu', 'cybozu');
    const list = await call('/Groups?startIndex=1&count=100');
    expect(list).toMatchObject({ status: 200, body: { totalResults: 0, itemsPerPage: 0, Resources: [] } });
    expect((await call(`/Groups/${unknownId}`)).status).toBe(404);
    const body = { schemas: [groupSchema], displayName: 'x' };
    const operations = { schemas: [patchOp], Operations: [{ op: 'replace', path: 'displayName', value: 'x' }] };
    const write = async () => [
      await call('/Groups', { method: 'POST', body }),
      await call(`/Groups/${unknownId}`, { method: 'PUT', body }),
      await call(`/Groups/${unknownId}`, { method: 'PATCH', body: operations }),
      await call(`/Groups/${unknownId}`, { method: 'DELETE' }),
    ];
    expect((await write()).map(({ status }) => status)).toEqual([201, 200, 204, 204]);
    const faulty = { method: 'POST', body: { schemas: [groupSchema] } };
    expect((await call('/Groups', faulty)).body.scimType).toBe('invalidValue');
    expect((await call('/Groups')).body.totalResults).toBe(0);
    const rule = { params: { org: 'cybozu', connection: 'default' }, body: { rules: { groups: 'refused' } } } as const;
    await running.call(routes.changePolicy, rule);
    for (const { status, body } of await write()) {
      expect(status).toBe(403);
      expect(body.detail).toContain('Groups are not provisioned');
    }
    const namesAt = async (caller: ScimCall): Promise<string[]> =>
      (await caller('/ResourceTypes')).body.Resources.map(({ name }: { name: string }) => name);
    expect(await namesAt(call)).toEqual(['User', 'Service']);
    expect(await namesAt(scim)).toEqual(['User', 'Group', 'Service']);
    expect((await call(`/Schemas/${groupSchema}`)).status).toBe(404);
    const { attributes } = (await scim(`/Schemas/${groupSchema}`)).body;
    expect(attributes).toContainEqual(expect.objectContaining({ name: 'displayName', uniqueness: 'server' }));
  });
});
