import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attributesOf } from '../../changes/entry-attributes.ts';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let running: TestServer;
let scim: ScimCall;
let other: ScimCall;
let endpoint: string;

beforeAll(async () => {
  running = await startTestServer();
  ({ scim, endpoint } = await createTestOrganization(running, 'acme'));
  ({ scim: other } = await createTestOrganization(running, 'other'));
});
afterAll(() => running.close());

const full = {
  schemas: [core, enterprise],
  userName: 'hana.mori',
  externalId: '00u1',
  name: { familyName: '森', givenName: '花', formatted: '森 花' },
  displayName: '森 花',
  emails: [{ value: 'hana@acme.example', type: 'work', primary: true }],
  phoneNumbers: [{ value: '+81 3 0000 0000', type: 'work' }],
  locale: 'ja-JP',
  active: true,
  [enterprise]: { department: '営業部', employeeNumber: '7' },
};

async function create(userName: string, more: object = {}): Promise<string> {
  const { status, body } = await scim('/Users', { method: 'POST', body: { schemas: [core], userName, ...more } });
  expect(status).toBe(201);
  return body.id;
}

async function changesOf(id: string): Promise<unknown[]> {
  const rows = await running.database.db
    .selectFrom('changes')
    .select(['operation', 'attributes', 'actor'])
    .where('resource_id', '=', id)
    .orderBy('seq')
    .execute();
  return rows.map(({ operation, attributes, actor }) => ({
    operation,
    attributes: attributesOf(attributes),
    actor: actor['kind'],
  }));
}

test('a user keeps everything it was created with, and is found again', async () => {
  const created = await scim('/Users', {
    method: 'POST',
    body: { ...full, password: 'secret', groups: [], id: 'mine' },
  });
  expect(created.status).toBe(201);
  const { id, meta } = created.body;
  expect(id).toMatch(uuid);
  expect(created.body).toEqual({ ...full, id, meta });
  expect(meta).toEqual({
    resourceType: 'User',
    created: expect.stringMatching(/Z$/),
    lastModified: meta.created,
    location: `${endpoint}/Users/${id}`,
    version: 'W/"1"',
  });
  expect(created.headers.get('location')).toBe(meta.location);
  expect(created.headers.get('etag')).toBe('W/"1"');
  expect((await scim(`/Users/${id}`)).body).toEqual(created.body);
  const stored = await running.database.pool.query<{ all: string }>('select users::text as all from users');
  expect(stored.rows.map((row) => row.all).join('')).not.toContain('secret');
  expect(await changesOf(id)).toEqual([
    {
      operation: 'create',
      actor: 'token',
      attributes: expect.arrayContaining([{ path: 'userName', after: 'hana.mori' }]),
    },
  ]);
});

test('replace sets what is there, clears what is left out, and counts the version', async () => {
  const id = await create('replaced', { title: 'Boss', nickName: 'Rep', name: { familyName: 'R' } });
  const body = { schemas: [core], userName: 'replaced', nickName: 'Rex' };
  const answer = await scim(`/Users/${id}`, { method: 'PUT', body });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ id, nickName: 'Rex', meta: { version: 'W/"2"' } });
  expect(answer.body).not.toHaveProperty('title');
  expect(answer.body).not.toHaveProperty('name');
  expect((await scim(`/Users/${id}`, { method: 'PUT', body })).body.meta).toEqual(answer.body.meta);
  expect(await changesOf(id)).toHaveLength(2);
});

describe('patch', () => {
  test.each([
    ['RFC', { op: 'replace', path: 'active', value: false }],
    ['Okta', { op: 'replace', value: { active: false } }],
    ['Entra', { op: 'Replace', path: 'active', value: 'False' }],
  ])('deactivates as %s says it, and reads say so', async (name, operation) => {
    const id = await create(`deactivated.${name}`);
    const answer = await scim(`/Users/${id}`, {
      method: 'PATCH',
      body: { schemas: [patchOp], Operations: [operation] },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.active).toBe(false);
    expect((await scim(`/Users/${id}`)).body.active).toBe(false);
    expect((await changesOf(id))[1]).toMatchObject({
      operation: 'update',
      attributes: [{ path: 'active', after: false }],
    });
  });

  test('all operations or none', async () => {
    const id = await create('atomic');
    const operations = [
      { op: 'add', path: 'title', value: 'Half' },
      { op: 'replace', path: 'id', value: 'other' },
    ];
    const answer = await scim(`/Users/${id}`, {
      method: 'PATCH',
      body: { schemas: [patchOp], Operations: operations },
    });
    expect(answer).toMatchObject({ status: 400, body: { scimType: 'mutability' } });
    expect((await scim(`/Users/${id}`)).body).not.toHaveProperty('title');
    expect(await changesOf(id)).toHaveLength(1);
  });

  test('what changes nothing leaves version and feed alone', async () => {
    const id = await create('unchanged', { title: 'Same' });
    const operations = [{ op: 'replace', path: 'title', value: 'Same' }];
    const answer = await scim(`/Users/${id}`, {
      method: 'PATCH',
      body: { schemas: [patchOp], Operations: operations },
    });
    expect(answer.body.meta.version).toBe('W/"1"');
    expect(await changesOf(id)).toHaveLength(1);
  });

  test('a rename to a taken name is refused', async () => {
    await create('first');
    const id = await create('second');
    const operations = [{ op: 'replace', path: 'userName', value: 'FIRST' }];
    const answer = await scim(`/Users/${id}`, {
      method: 'PATCH',
      body: { schemas: [patchOp], Operations: operations },
    });
    expect(answer).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
  });
});

test('a deleted user is gone, and the name is free again', async () => {
  const id = await create('deleted');
  expect((await scim(`/Users/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await scim(`/Users/${id}`)).status).toBe(404);
  expect((await scim(`/Users/${id}`, { method: 'DELETE' })).status).toBe(404);
  expect(await create('deleted')).not.toBe(id);
});

test('versions: 412 for a stale one, 304 for a known one', async () => {
  const id = await create('versioned');
  const patch = (version: string): ReturnType<ScimCall> =>
    scim(`/Users/${id}`, {
      method: 'PATCH',
      headers: { 'if-match': version },
      body: { schemas: [patchOp], Operations: [{ op: 'replace', path: 'title', value: version }] },
    });
  expect((await patch('W/"1"')).status).toBe(200);
  expect((await patch('W/"1"')).status).toBe(412);
  expect((await scim(`/Users/${id}`, { headers: { 'if-none-match': 'W/"2"' } })).status).toBe(304);
  expect((await scim(`/Users/${id}`, { method: 'DELETE', headers: { 'if-match': 'W/"1"' } })).status).toBe(412);
  expect((await scim(`/Users/${id}`)).body.title).toBe('W/"1"');
});

describe('list', () => {
  beforeAll(async () => {
    for (let index = 0; index < 5; index += 1) {
      await other('/Users', {
        method: 'POST',
        body: { schemas: [core], userName: `u${index}`, externalId: `E${index}` },
      });
    }
  });
  const filtered = (filter: string): ReturnType<ScimCall> => other(`/Users?filter=${encodeURIComponent(filter)}`);

  test.each([
    ['userName eq "U3"', ['u3']],
    ['externalId eq "E2"', ['u2']],
    ['externalId eq "e2"', []],
    ['userName eq "hana.mori"', []],
    ['userName eq "6f0cdbd4-8a0f-4e3c-9a35-8f6f3cde0a11"', []],
  ])('%s', async (filter, names) => {
    const { status, body } = await filtered(filter);
    expect(status).toBe(200);
    expect(body).toMatchObject({ totalResults: names.length, itemsPerPage: names.length, startIndex: 1 });
    expect(body.Resources.map((user: { userName: string }) => user.userName)).toEqual(names);
  });

  test('pages cover everybody once, with a truthful total', async () => {
    const seen: string[] = [];
    for (let startIndex = 1; startIndex <= 5; startIndex += 2) {
      const { body } = await other(`/Users?startIndex=${startIndex}&count=2`);
      expect(body).toMatchObject({ totalResults: 5, startIndex, itemsPerPage: startIndex === 5 ? 1 : 2 });
      seen.push(...body.Resources.map((user: { userName: string }) => user.userName));
    }
    expect(seen.sort()).toEqual(['u0', 'u1', 'u2', 'u3', 'u4']);
    expect((await other('/Users?startIndex=99')).body).toMatchObject({ totalResults: 5, itemsPerPage: 0 });
    expect((await other('/Users?count=0')).body).toMatchObject({ totalResults: 5, itemsPerPage: 0, Resources: [] });
  });

  test('only what is asked for', async () => {
    const { body } = await other('/Users?count=1&attributes=userName');
    expect(Object.keys(body.Resources[0]).sort()).toEqual(['id', 'schemas', 'userName']);
  });
});

test('preset cybozu: what is longer than the User API takes is refused with its field, and what was longer may stay', async () => {
  const { scim: call } = await createTestOrganization(running, 'limited', 'cybozu');
  const policy = (fieldLimits: 'none' | null) =>
    running.call(routes.changePolicy, {
      params: { org: 'limited', connection: 'default' },
      body: { rules: { fieldLimits } },
    });
  const body = { schemas: [core], userName: 'ann', displayName: 'Ann', name: { familyName: 'x'.repeat(64) } };
  const refusal = (path: string) => ({
    status: 400,
    body: { scimType: 'invalidValue', detail: expect.stringContaining(`"${path}" has `) as unknown },
  });
  const post = (more: object) => call('/Users', { method: 'POST', body: { ...body, ...more } });
  expect(await post({ userName: 'x'.repeat(129) })).toMatchObject(refusal('userName'));
  expect(await post({ displayName: 'x'.repeat(129) })).toMatchObject(refusal('displayName'));
  expect(await post({ name: { givenName: 'x'.repeat(65) } })).toMatchObject(refusal('name.givenName'));
  expect(await post({ emails: [{ value: `${'x'.repeat(250)}@x.example` }] })).toMatchObject(refusal('emails.value'));
  expect((await call('/Users')).body.totalResults).toBe(0);
  const { id } = (await post({})).body;
  const replace = (path: string, value: string) =>
    call(`/Users/${id}`, {
      method: 'PATCH',
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path, value }],
      },
    });
  expect(await replace('displayName', 'x'.repeat(129))).toMatchObject(refusal('displayName'));
  await policy('none');
  expect((await replace('displayName', 'x'.repeat(129))).status).toBe(200);
  await policy(null);
  expect((await replace('name.familyName', 'y')).status).toBe(200);
  expect(await replace('displayName', 'x'.repeat(130))).toMatchObject(refusal('displayName'));
});

test('preset cybozu: the login name of a user stays, and only the six items of the document are taken', async () => {
  const { scim: cybozu } = await createTestOrganization(running, 'cybozu', 'cybozu');
  const made = await cybozu('/Users', { method: 'POST', body: { schemas: [core], userName: 'Kept' } });
  const path = `/Users/${made.body.id}`;
  const rename = { schemas: [patchOp], Operations: [{ op: 'replace', path: 'userName', value: 'other' }] };
  for (const request of [
    { method: 'PATCH', body: rename },
    { method: 'PUT', body: { schemas: [core], userName: 'other' } },
  ]) {
    expect(await cybozu(path, request)).toMatchObject({ status: 400, body: { scimType: 'mutability' } });
  }
  const profile = { displayName: 'Boss', title: 'Chief', name: { givenName: 'Ada', middleName: 'B.' } };
  const answer = await cybozu(path, { method: 'PUT', body: { schemas: [core], userName: 'kept', ...profile } });
  expect(answer).toMatchObject({ status: 200, body: { displayName: 'Boss', name: { givenName: 'Ada' } } });
  expect(answer.body).not.toHaveProperty('title');
  expect(answer.body.name).toEqual({ givenName: 'Ada' });
});

test('two organizations never see each other', async () => {
  const id = await create('private');
  for (const request of [{}, { method: 'DELETE' }, { method: 'PUT', body: { schemas: [core], userName: 'stolen' } }]) {
    expect((await other(`/Users/${id}`, request)).status).toBe(404);
  }
  expect((await scim(`/Users/${id}`)).body.userName).toBe('private');
  expect((await other('/Users?filter=userName%20eq%20%22private%22')).body.totalResults).toBe(0);
});

test('two organizations loaded at once, with the same names and changes, are kept apart', async () => {
  const sides = [
    { call: scim, name: 'ours' },
    { call: other, name: 'theirs' },
  ] as const;
  const loaded = sides.flatMap(({ call, name: displayName }) =>
    Array.from({ length: 60 }, async (_, index) => {
      const body = { schemas: [core], userName: `both${index}`, externalId: `e${index}`, displayName };
      const { status, body: user } = await call('/Users', { method: 'POST', body });
      const change = { op: 'replace', path: 'title', value: `${displayName} ${index}` };
      const patch = { method: 'PATCH', body: { schemas: [patchOp], Operations: [change] } };
      return [status, (await call(`/Users/${user.id}`, patch)).body.title, displayName] as const;
    }),
  );
  for (const [status, title, side] of await Promise.all(loaded))
    expect([status, title]).toEqual([201, expect.stringContaining(side)]);
  for (const { call, name } of sides) {
    const { body } = await call('/Users?count=1000&filter=userName%20sw%20%22both%22');
    expect(body.totalResults).toBe(60);
    for (const user of body.Resources)
      expect(user).toMatchObject({ displayName: name, title: `${name} ${user.userName.slice(4)}` });
  }
});

test('eight identical creates at once: one 201, seven 409, in many rounds', async () => {
  for (let round = 0; round < 20; round += 1) {
    const body = { schemas: [core], userName: `race${round}` };
    const answers = await Promise.all(Array.from({ length: 8 }, () => scim('/Users', { method: 'POST', body })));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, ...Array(7).fill(409)]);
  }
});

test('parallel patches of one user are all applied', async () => {
  const id = await create('crowded');
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      scim(`/Users/${id}`, {
        method: 'PATCH',
        body: {
          schemas: [patchOp],
          Operations: [{ op: 'add', path: 'emails', value: [{ value: `m${index}@x.example`, type: `t${index}` }] }],
        },
      }),
    ),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const { body } = await scim(`/Users/${id}`);
  expect(body.emails).toHaveLength(30);
  expect(body.meta.version).toBe('W/"31"');
});

test('what the server says of itself is what it does', async () => {
  const { body: config } = await scim('/ServiceProviderConfig');
  expect(config).toMatchObject({ patch: { supported: true }, etag: { supported: true } });
  const { body: types } = await scim('/ResourceTypes');
  expect(types.Resources.map((type: { endpoint: string }) => type.endpoint)).toContain('/Users');
  const { body: schemas } = await scim('/Schemas');
  expect(JSON.stringify(schemas)).not.toContain('null');
  const user = schemas.Resources.find((schema: { id: string }) => schema.id === core);
  expect(user.attributes.find(({ name }: { name: string }) => name === 'userName')).toMatchObject({
    required: true,
    caseExact: false,
    uniqueness: 'server',
  });
  expect((await scim(`/Schemas/${core}`)).body).toEqual(user);
});
