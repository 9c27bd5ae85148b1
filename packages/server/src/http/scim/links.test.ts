import { randomBytes } from 'node:crypto';
import { routes, type ChangePolicy, type Link, type LinkAction } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAdministrator, grantRole } from '../../access/administrators.ts';
import { createSessionLibrary } from '../../access/sessions.ts';
import { findOrganization } from '../../directory/organizations/organizations.ts';
import {
  createTestOrganization,
  importCsv,
  startTestServer,
  type ScimAnswer,
  type ScimCall,
  type TestServer,
} from '../../test-server.testing.ts';
import { patchOp, unknownId, userSchema } from './groups.testing.ts';

const boss = 'boss@acme.example';
const org = 'acme';
const params = { org, connection: 'default' };
let running: TestServer;
let scim: ScimCall;
let serial = 0;
const name = (): string => `user${(serial += 1)}@acme.example`;

beforeAll(async () => {
  running = await startTestServer();
  ({ scim } = await createTestOrganization(running, org));
  await createTestOrganization(running, 'other');
  const { database, url } = running;
  const library = createSessionLibrary({ database, publicUrl: url, encryptionKey: randomBytes(32) });
  const { id } = await createAdministrator(library, { name: 'Boss', email: boss, password: 'correct horse battery' });
  const organization = await findOrganization(database.db, org);
  await grantRole(database.db, {
    administratorId: id,
    organizationId: organization?.id ?? '',
    role: 'organization_administrator',
  });
});
afterAll(() => running.close());

const setPolicy = (rules: ChangePolicy['rules'] = {}) =>
  running.call(routes.changePolicy, { params, body: { preset: 'standard', rules } });
const addHere = async (loginName: string): Promise<string> =>
  (await running.call(routes.createUser, { params: { org }, body: { loginName, displayName: 'Here' } })).id;
const deleteHere = (user: string) => running.call(routes.deleteUser, { params: { org, user } });
const post = (userName: string, more: object = {}): Promise<ScimAnswer> =>
  scim('/Users', { method: 'POST', body: { schemas: [userSchema], userName, displayName: 'Sent', ...more } });
const patch = (id: string, path: string, value: unknown): Promise<ScimAnswer> =>
  scim(`/Users/${id}`, {
    method: 'PATCH',
    body: { schemas: [patchOp], Operations: [{ op: 'replace', path, value }] },
  });
async function synced(userName: string, more: object = {}): Promise<string> {
  const answer = await post(userName, more);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}
async function linkOf(userName: string): Promise<Link | undefined> {
  const { links } = await running.call(routes.listLinks, { params, query: { search: userName } });
  return links.find(({ loginName }) => loginName === userName);
}
const act = (user: string, action: LinkAction) =>
  running.call(routes.actOnLink, { params: { ...params, user }, body: { action } });

interface RuleCase {
  readonly rules: ChangePolicy['rules'];
  /** What happens before; answers the id of the user that the request is about. */
  readonly before: (userName: string) => Promise<string>;
  readonly request: (userName: string, id: string) => Promise<ScimAnswer>;
  readonly status: number;
  readonly scimType?: string;
  readonly body?: object;
  /** What the ledger says then; undefined: it does not know the user. */
  readonly ledger: Partial<Link> | undefined;
  /** Whether the answer is about the user of before. */
  readonly sameId?: boolean;
}

const inactive = (userName: string) => synced(userName, { active: false, title: 'Chief' });
const deletedHere = async (userName: string): Promise<string> => {
  const id = await synced(userName);
  await deleteHere(id);
  return id;
};
const linked = { state: 'linked' } as const;

const cases: Readonly<Record<string, RuleCase>> = {
  'a new user is linked': {
    rules: {},
    before: async () => unknownId,
    request: (userName) => post(userName),
    status: 201,
    ledger: { ...linked, cause: expect.objectContaining({ request: 'create' }) },
  },
  'an active linked user cannot be created again': {
    rules: {},
    before: synced,
    request: (userName) => post(userName),
    status: 409,
    scimType: 'uniqueness',
    ledger: linked,
  },
  'an inactive linked user is made active again under the old id, with the new attributes': {
    rules: {},
    before: inactive,
    request: (userName) => post(userName.toUpperCase(), { active: true }),
    status: 201,
    body: { active: true, displayName: 'Sent' },
    ledger: undefined,
    sameId: true,
  },
  'an inactive linked user who is sent inactive is no news': {
    rules: {},
    before: inactive,
    request: (userName) => post(userName, { active: false }),
    status: 409,
    scimType: 'uniqueness',
    ledger: linked,
  },
  'loginName immutable: a rename is refused': {
    rules: { loginName: 'immutable' },
    before: synced,
    request: (userName, id) => patch(id, 'userName', `new.${userName}`),
    status: 400,
    scimType: 'mutability',
    ledger: linked,
  },
  'loginName approval: a rename waits, and the rest is taken': {
    rules: { loginName: 'approval' },
    before: synced,
    request: (userName, id) =>
      scim(`/Users/${id}`, {
        method: 'PUT',
        body: { schemas: [userSchema], userName: `new.${userName}`, displayName: 'Renamed' },
      }),
    status: 200,
    body: { displayName: 'Renamed', userName: expect.stringMatching(/^user/) },
    ledger: { ...linked, heldLoginName: expect.stringMatching(/^new\.user/) },
  },
  'loginName allowed: a rename is taken': {
    rules: { loginName: 'allowed' },
    before: synced,
    request: (userName, id) => patch(id, 'userName', `new.${userName}`),
    status: 200,
    body: { userName: expect.stringMatching(/^new\.user/) },
    ledger: undefined,
  },
  'deletedUsers tombstone: who was deleted here is not created again': {
    rules: { deletedUsers: 'tombstone' },
    before: deletedHere,
    request: (userName) => post(userName),
    status: 409,
    scimType: 'uniqueness',
    body: { detail: expect.stringMatching(/was deleted here.*restore it or allow it again on the Link ledger/) },
    ledger: { state: 'tombstoned', cause: expect.objectContaining({ request: 'delete' }) },
  },
  'deletedUsers tombstone: nor under another name with the same externalId': {
    rules: { deletedUsers: 'tombstone' },
    before: async (userName) => {
      const id = await synced(userName, { externalId: `x-${userName}` });
      await deleteHere(id);
      return id;
    },
    request: (userName) => post(`other.${userName}`, { externalId: `x-${userName}` }),
    status: 409,
    scimType: 'uniqueness',
    ledger: { state: 'tombstoned' },
  },
  'deletedUsers tombstone: a change of who was deleted here is told why there is nobody': {
    rules: { deletedUsers: 'tombstone' },
    before: deletedHere,
    request: (_userName, id) => patch(id, 'title', 'x'),
    status: 404,
    body: { detail: expect.stringContaining('was deleted here') },
    ledger: { state: 'tombstoned' },
  },
  'deletedUsers tombstone: whom the identity provider itself deletes it may create again': {
    rules: { deletedUsers: 'tombstone' },
    before: async (userName) => {
      const id = await synced(userName);
      expect((await scim(`/Users/${id}`, { method: 'DELETE' })).status).toBe(204);
      return id;
    },
    request: (userName) => post(userName),
    status: 201,
    ledger: linked,
  },
  'deletedUsers free: who was deleted here is created anew': {
    rules: { deletedUsers: 'free' },
    before: deletedHere,
    request: (userName) => post(userName),
    status: 201,
    ledger: linked,
  },
  'existingUsers yes: a POST links, and keeps what it does not send': {
    rules: { existingUsers: 'yes' },
    before: addHere,
    request: (userName) => post(userName, { displayName: undefined, title: 'Chief' }),
    status: 201,
    body: { displayName: 'Here', title: 'Chief' },
    ledger: linked,
    sameId: true,
  },
  'existingUsers yes: a change links': {
    rules: { existingUsers: 'yes' },
    before: addHere,
    request: (_userName, id) => patch(id, 'title', 'Chief'),
    status: 200,
    ledger: { ...linked, cause: expect.objectContaining({ request: 'patch' }) },
  },
  'existingUsers by-id: a POST is a conflict': {
    rules: { existingUsers: 'by-id' },
    before: addHere,
    request: (userName) => post(userName),
    status: 409,
    scimType: 'uniqueness',
    ledger: { state: 'conflict' },
  },
  'existingUsers by-id: a change links': {
    rules: { existingUsers: 'by-id' },
    before: addHere,
    request: (_userName, id) => patch(id, 'title', 'Chief'),
    status: 200,
    ledger: linked,
  },
  'existingUsers ask: a POST is a conflict': {
    rules: { existingUsers: 'ask' },
    before: addHere,
    request: (userName) => post(userName),
    status: 409,
    scimType: 'uniqueness',
    ledger: { state: 'conflict' },
  },
  'existingUsers ask: a change is a conflict': {
    rules: { existingUsers: 'ask' },
    before: addHere,
    request: (_userName, id) => patch(id, 'title', 'Chief'),
    status: 403,
    body: { detail: expect.stringContaining('Link ledger') },
    ledger: { state: 'conflict' },
  },
  'existingUsers ask: a deletion is a conflict': {
    rules: { existingUsers: 'ask' },
    before: addHere,
    request: (_userName, id) => scim(`/Users/${id}`, { method: 'DELETE' }),
    status: 403,
    ledger: { state: 'conflict' },
  },
  'existingUsers ask: once an administrator has linked the user, a change is taken': {
    rules: { existingUsers: 'ask' },
    before: async (userName) => {
      const id = await addHere(userName);
      expect((await patch(id, 'title', 'Chief')).status).toBe(403);
      await act(id, 'relink');
      return id;
    },
    request: (_userName, id) => patch(id, 'title', 'Chief'),
    status: 200,
    ledger: { ...linked, cause: expect.objectContaining({ request: 'relink' }) },
  },
  'existingUsers no: a change is refused': {
    rules: { existingUsers: 'no' },
    before: addHere,
    request: (_userName, id) => patch(id, 'title', 'Chief'),
    status: 403,
    ledger: { state: 'unlinked' },
  },
  'attributes document: everything else stays as it was': {
    rules: { attributes: 'document' },
    before: synced,
    request: (_userName, id) => patch(id, 'title', 'Chief'),
    status: 200,
    body: { displayName: 'Sent', meta: expect.objectContaining({ version: 'W/"1"' }) },
    ledger: linked,
  },
  'services ignored: available services are not taken': {
    rules: { services: 'ignored' },
    before: synced,
    request: (_userName, id) =>
      patch(id, 'urn:lockstep:params:scim:schemas:extension:services:2.0:User:availableServices', ['kintone']),
    status: 200,
    body: { meta: expect.objectContaining({ version: 'W/"1"' }) },
    ledger: linked,
  },
};

test.each(Object.entries(cases))('%s', async (_name, one) => {
  await setPolicy(one.rules);
  const userName = name();
  const id = await one.before(userName);
  const answer = await one.request(userName, id);
  expect({ status: answer.status, scimType: answer.body?.scimType }).toEqual({
    status: one.status,
    scimType: one.scimType,
  });
  if (one.body !== undefined) expect(answer.body).toMatchObject(one.body);
  if (one.sameId === true) expect(answer.body.id).toBe(id);
  const link = await linkOf(userName);
  if (one.ledger === undefined) expect(link?.state).not.toBe('conflict');
  else expect(link).toMatchObject({ loginName: userName, ...one.ledger });
});

describe.each(['yes', 'by-id'] as const)('existingUsers %s', (existingUsers) => {
  test('nobody who is an administrator is linked silently', async () => {
    await setPolicy({ existingUsers });
    const id = await addHere(boss);
    const answers = [
      await patch(id, 'active', false),
      await post(boss),
      await scim(`/Users/${id}`, { method: 'DELETE' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 409, 403]);
    expect((await scim(`/Users/${id}`)).body).toMatchObject({ active: true, displayName: 'Here' });
    expect(await linkOf(boss)).toMatchObject({ state: 'conflict' });
    await act(id, 'relink');
    expect((await patch(id, 'title', 'Boss')).status).toBe(200);
    await deleteHere(id);
  });
});

test('of eight identical creations of an inactive user exactly one makes it active again', async () => {
  await setPolicy();
  const userName = name();
  const id = await inactive(userName);
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(userName, { active: true })));
  const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
  expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  expect(answers.find(({ status }) => status === 201)?.body.id).toBe(id);
  expect((await scim(`/Users/${id}`)).body.meta.version).toBe('W/"2"');
});

test('in a bulk request, what refers to a user who was there before gets the old id', async () => {
  await setPolicy();
  const userName = name();
  const id = await inactive(userName);
  const operation = (path: string, bulkId: string, data: object): object => ({ method: 'POST', path, bulkId, data });
  const bulk = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [
      operation('/Users', 'u', { schemas: [userSchema], userName, active: true }),
      operation('/Groups', 'g', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName: userName,
        members: [{ value: 'bulkId:u' }],
      }),
    ],
  };
  const { body } = await scim('/Bulk', { method: 'POST', body: bulk });
  expect(body.Operations.map((one: { status: string }) => one.status)).toEqual(['201', '201']);
  expect(body.Operations[0].location).toMatch(new RegExp(`/Users/${id}$`));
  expect((await scim(`/Users/${id}`)).body.groups).toMatchObject([{ display: userName }]);
});

describe('what an administrator does to a link', () => {
  test('restore brings the user back as it was, linked', async () => {
    await setPolicy({ deletedUsers: 'tombstone' });
    const userName = name();
    const id = await synced(userName, { title: 'Chief' });
    await deleteHere(id);
    expect((await act(id, 'restore')).link).toMatchObject({ state: 'linked', loginName: userName });
    expect((await scim(`/Users/${id}`)).body).toMatchObject({ id, userName, title: 'Chief' });
    expect((await patch(id, 'title', 'Head')).status).toBe(200);
    await expect(act(id, 'restore')).rejects.toMatchObject({ problem: { code: 'link_action_unsuitable' } });
  });

  test('restore is refused where somebody has the login name by now', async () => {
    await setPolicy({ deletedUsers: 'tombstone' });
    const userName = name();
    const id = await synced(userName);
    await deleteHere(id);
    await addHere(userName);
    await expect(act(id, 'restore')).rejects.toMatchObject({ problem: { code: 'login_name_taken' } });
    expect((await scim(`/Users/${id}`)).status).toBe(404);
  });

  test('allow again lets the identity provider create the user anew', async () => {
    await setPolicy({ deletedUsers: 'tombstone' });
    const userName = name();
    const id = await synced(userName);
    await deleteHere(id);
    expect(await act(id, 'allow_again')).toEqual({});
    expect((await post(userName)).body.id).not.toBe(id);
    expect(await linkOf(userName)).toMatchObject({ state: 'linked' });
  });

  test('forget leaves the user here and unlinked', async () => {
    await setPolicy({ existingUsers: 'no' });
    const userName = name();
    const id = await synced(userName);
    expect((await act(id, 'forget')).link).toMatchObject({ state: 'unlinked', cause: { request: 'forget' } });
    expect((await patch(id, 'title', 'x')).status).toBe(403);
    expect((await act(id, 'relink')).link).toMatchObject({ state: 'linked' });
    expect((await patch(id, 'title', 'x')).status).toBe(200);
  });

  test('a held login name is approved or discarded', async () => {
    await setPolicy({ loginName: 'approval' });
    const [one, two] = [name(), name()];
    const [first, second] = [await synced(one), await synced(two)];
    expect((await patch(first, 'userName', `new.${one}`)).body.userName).toBe(one);
    expect((await patch(second, 'userName', one)).status).toBe(200);
    expect((await running.call(routes.listLinks, { params, query: { state: 'held' } })).links).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ loginName: one, heldLoginName: `new.${one}` })]),
    );
    await expect(act(second, 'approve_login_name')).rejects.toMatchObject({ problem: { code: 'login_name_taken' } });
    expect((await act(second, 'discard_login_name')).link).not.toHaveProperty('heldLoginName');
    expect((await act(first, 'approve_login_name')).link).toMatchObject({ loginName: `new.${one}` });
    expect((await scim(`/Users/${first}`)).body.userName).toBe(`new.${one}`);
    expect((await scim(`/Users/${second}`)).body.userName).toBe(two);
  });

  test('nobody reaches the links of another organization', async () => {
    await setPolicy();
    const id = await synced(name());
    const other = { org: 'other', connection: 'default', user: id };
    const attempt = running.call(routes.actOnLink, { params: other, body: { action: 'forget' } });
    await expect(attempt).rejects.toMatchObject({ problem: { code: 'not_found' } });
    expect((await running.call(routes.listLinks, { params: { org: 'other', connection: 'default' } })).links).toEqual(
      [],
    );
  });
});

describe('edits here', () => {
  const edit = (user: string, body: object) => running.call(routes.updateUser, { params: { org, user }, body });
  const managed = { problem: { code: 'managed_by_identity_provider', status: 409 } };

  test('localEdits refused: of synced users, in the console and by CSV', async () => {
    await setPolicy({ localEdits: 'refused' });
    const [one, two] = [name(), name()];
    const [mine, theirs] = [await addHere(one), await synced(two)];
    await expect(edit(theirs, { displayName: 'Edited' })).rejects.toMatchObject(managed);
    expect(await edit(mine, { displayName: 'Edited' })).toMatchObject({ displayName: 'Edited' });
    const csv = `loginName,displayName\n${one},Imported\n${two},Imported\n`;
    const report = await importCsv(running, org, csv);
    expect(report).toMatchObject({ updated: 1, faults: [{ line: 3, loginName: two }] });
    expect((await scim(`/Users/${theirs}`)).body.displayName).toBe('Sent');
  });

  test('localLoginName kept: login names of synced users while propagation is on', async () => {
    await setPolicy({ localLoginName: 'kept' });
    const userName = name();
    const id = await synced(userName);
    await expect(edit(id, { loginName: `new.${userName}` })).rejects.toMatchObject({
      problem: { code: 'managed_by_identity_provider', issues: [{ path: 'loginName' }] },
    });
    expect(await edit(id, { displayName: 'Edited' })).toMatchObject({ displayName: 'Edited', loginName: userName });
    await running.call(routes.setPropagation, { params, body: { propagation: false } });
    expect(await edit(id, { loginName: `new.${userName}` })).toMatchObject({ loginName: `new.${userName}` });
    await running.call(routes.setPropagation, { params, body: { propagation: true } });
  });
});
