import { routes, toleranceNames, type ChangePolicy, type ToleranceName } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createTestOrganization,
  startTestServer,
  type ScimAnswer,
  type ScimCall,
  type ScimRequest,
  type TestServer,
} from '../../test-server.testing.ts';
import { groupSchema, patchOp, userSchema } from './groups.testing.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const searchSchema = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
let running: TestServer;
let scim: ScimCall;
let token: string;
const params = { org: 'acme', connection: 'default' };

beforeAll(async () => {
  running = await startTestServer();
  ({ scim, token } = await createTestOrganization(running, 'acme'));
});
afterAll(() => running.close());

const setPolicy = (body: ChangePolicy) => running.call(routes.changePolicy, { params, body });
let serial = 0;
const name = (): string => `user${(serial += 1)}`;

async function created(path: string, body: object): Promise<string> {
  const answer = await scim(path, { method: 'POST', body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.id;
}
const aUser = (more: object = {}) => created('/Users', { schemas: [userSchema], userName: name(), ...more });
const aGroup = (members: readonly string[]) =>
  created('/Groups', { schemas: [groupSchema], displayName: name(), members: members.map((value) => ({ value })) });

type Send = () => Promise<ScimAnswer>;
const post =
  (more: object, path = '/Users', schemas: readonly string[] = [userSchema]): Send =>
  () =>
    scim(path, {
      method: 'POST',
      body: { schemas, [path === '/Users' ? 'userName' : 'displayName']: name(), ...more },
    });
const patched =
  (operation: object, more: object = {}): Send =>
  async () =>
    scim(`/Users/${await aUser(more)}`, { method: 'PATCH', body: { schemas: [patchOp], Operations: [operation] } });
const find =
  (filter: string): Send =>
  () =>
    scim(`/Users?filter=${encodeURIComponent(filter)}`);

interface ToleranceCase {
  readonly send: Send;
  /** What shows that the request was understood; any success is enough where it is absent. */
  readonly understood?: object;
  /** Without the tolerance: the status, and the scimType where the error has one. */
  readonly refused: readonly [status: number, scimType?: string];
  /** Where strictness is not a refusal: what the same request then says. */
  readonly otherwise?: object;
}

const cases: Readonly<Record<ToleranceName, ToleranceCase>> = {
  capitalizedOperation: {
    send: patched({ op: 'Replace', path: 'title', value: 'Chief' }),
    understood: { title: 'Chief' },
    refused: [400, 'invalidSyntax'],
  },
  textBoolean: {
    send: patched({ op: 'replace', path: 'active', value: 'False' }),
    understood: { active: false },
    refused: [400, 'invalidValue'],
  },
  numberForText: { send: post({ title: 12 }), understood: { title: '12' }, refused: [400, 'invalidValue'] },
  pathlessOperation: {
    send: patched({ op: 'replace', value: { title: 'Chief' } }),
    understood: { title: 'Chief' },
    refused: [400, 'invalidPath'],
  },
  dottedKey: {
    send: post({ 'name.givenName': 'Ada' }),
    understood: { name: { givenName: 'Ada' } },
    refused: [400, 'invalidSyntax'],
  },
  urnKey: {
    send: post({ [`${enterprise}:department`]: 'Sales' }, '/Users', [userSchema, enterprise]),
    understood: { [enterprise]: { department: 'Sales' } },
    refused: [400, 'invalidSyntax'],
  },
  removalByValue: {
    send: async () => {
      const [ann, bob] = [await aUser(), await aUser()];
      const address = `/Groups/${await aGroup([ann, bob])}`;
      const Operations = [{ op: 'remove', path: 'members', value: [{ value: ann }] }];
      return scim(address, { method: 'PATCH', body: { schemas: [patchOp], Operations } });
    },
    understood: { members: [expect.anything()] },
    refused: [400, 'invalidSyntax'],
  },
  createOnNoMatch: {
    send: patched({ op: 'replace', path: 'emails[type eq "work"].value', value: 'a@example.com' }),
    understood: { emails: [{ type: 'work', value: 'a@example.com' }] },
    refused: [400, 'noTarget'],
  },
  bareValue: {
    send: post({ [enterprise]: { manager: '26118915' } }, '/Users', [userSchema, enterprise]),
    understood: { [enterprise]: { manager: { value: '26118915' } } },
    refused: [400, 'invalidValue'],
  },
  listMismatch: { send: post({ title: ['Chief'] }), understood: { title: 'Chief' }, refused: [400, 'invalidValue'] },
  wrappedValue: {
    send: post({ title: { value: 'Chief' } }),
    understood: { title: 'Chief' },
    refused: [400, 'invalidValue'],
  },
  emptyTextClears: {
    send: patched(
      { op: 'replace', path: `${enterprise}:manager`, value: '' },
      { schemas: [userSchema, enterprise], [enterprise]: { manager: { value: '1' }, department: 'Sales' } },
    ),
    understood: { [enterprise]: { department: 'Sales' } },
    refused: [400, 'invalidValue'],
  },
  emptyElement: {
    send: post({ emails: [null, { value: 'a@example.com' }] }),
    understood: { emails: [{ value: 'a@example.com' }] },
    refused: [400, 'invalidValue'],
  },
  jsonText: {
    send: post({ roles: ['{"id":"18d1","value":"Admin","displayName":"Administrator"}'] }),
    understood: { roles: [{ id: '18d1', value: 'Admin', display: 'Administrator' }] },
    refused: [400, 'invalidValue'],
  },
  legacyGroupSchema: {
    send: post({}, '/Groups', [
      groupSchema,
      'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
    ]),
    understood: { schemas: [groupSchema] },
    refused: [400, 'invalidSyntax'],
  },
  unknownSchema: {
    send: post({}, '/Users', [userSchema, 'urn:example:unknown']),
    understood: { schemas: [userSchema] },
    refused: [400, 'invalidSyntax'],
  },
  missingSchema: {
    send: () => scim('/.search', { method: 'POST', body: { schemas: [], count: 0 } }),
    refused: [400, 'invalidSyntax'],
  },
  unknownAttribute: { send: post({ shoeSize: 42 }), refused: [400, 'invalidSyntax'] },
  readOnlyAttribute: {
    send: patched({ op: 'replace', value: { id: 'x', title: 'Chief' } }),
    understood: { title: 'Chief' },
    refused: [400, 'mutability'],
  },
  password: { send: post({ password: 'secret' }), refused: [400, 'invalidValue'] },
  unqualifiedAttribute: {
    send: patched({ op: 'replace', path: 'department', value: 'Sales' }),
    understood: { [enterprise]: { department: 'Sales' } },
    refused: [400, 'invalidPath'],
  },
  unquotedLiteral: { send: find('externalId eq jyoung'), refused: [400, 'invalidFilter'] },
  plusInAddress: {
    send: async () => {
      const userName = `ann+${name()}@example.com`;
      await aUser({ userName });
      return scim(`/Users?filter=userName%20eq%20%22${userName}%22`);
    },
    understood: { totalResults: 1 },
    refused: [200],
    otherwise: { totalResults: 0 },
  },
  valuePathComparison: { send: find('emails[type eq "work"].value eq "x"'), refused: [400, 'invalidFilter'] },
  tokenWithoutBearer: { send: () => scim('/Users?count=0', { headers: { authorization: token } }), refused: [401] },
  unknownParameter: { send: () => scim('/Users?count=0&aadOptscim062020'), refused: [400, 'invalidValue'] },
  softDeleteRename: {
    send: async () => {
      const userName = name();
      const id = await aUser({ userName });
      await setPolicy({ rules: { loginName: 'immutable' } });
      const value = { active: false, userName: `0123456789abcdef0123456789abcdef${userName}` };
      const Operations = Object.entries(value).map(([path, one]) => ({ op: 'replace', path, value: one }));
      const answer = await scim(`/Users/${id}`, { method: 'PATCH', body: { schemas: [patchOp], Operations } });
      await setPolicy({ rules: { loginName: null } });
      return answer;
    },
    understood: { active: false, userName: expect.stringMatching(/^user/) },
    refused: [400, 'mutability'],
  },
  reactivation: {
    send: async () => {
      const body = { schemas: [userSchema], userName: name() };
      await created('/Users', { ...body, active: false, title: 'Chief' });
      return scim('/Users', { method: 'POST', body: { ...body, active: true } });
    },
    understood: { active: true },
    refused: [409, 'uniqueness'],
  },
};

/** What a strict connection would refuse in the same request, and is not what is tried. */
const alsoOn: Partial<Record<ToleranceName, readonly ToleranceName[]>> = { readOnlyAttribute: ['pathlessOperation'] };
/** What would take the request another way: JSON text is text, and an attribute that nobody knows is passed over. */
const alsoOff: Partial<Record<ToleranceName, readonly ToleranceName[]>> = {
  jsonText: ['bareValue'],
  unqualifiedAttribute: ['unknownAttribute'],
};

const tolerances = (names: readonly ToleranceName[], on: boolean): ChangePolicy['tolerances'] =>
  Object.fromEntries(names.map((one) => [one, on]));

test('every tolerance of the contract is a case', () => {
  expect(Object.keys(cases)).toEqual([...toleranceNames]);
});

describe.each(Object.entries(cases) as [ToleranceName, ToleranceCase][])('%s', (tolerance, one) => {
  const expectUnderstood = ({ status, body }: ScimAnswer): void => {
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    if (one.understood !== undefined) expect(body).toMatchObject(one.understood);
  };
  const expectRefused = ({ status, body, headers }: ScimAnswer): void => {
    const [expected, scimType] = one.refused;
    expect({ status, scimType: body.scimType }).toEqual({ status: expected, scimType });
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    if (one.otherwise !== undefined) expect(body).toMatchObject(one.otherwise);
  };

  test('auto accepts it, and refuses it once it is switched off', async () => {
    await setPolicy({ preset: 'standard' });
    expectUnderstood(await one.send());
    await setPolicy({ tolerances: tolerances([tolerance, ...(alsoOff[tolerance] ?? [])], false) });
    if (tolerance === 'tokenWithoutBearer') expect((await scim('/Users?count=0')).status).toBe(200);
    expectRefused(await one.send());
  });

  test('strict accepts it once it is switched on', async () => {
    const others = alsoOn[tolerance] ?? [];
    await setPolicy({ preset: 'standard', rules: { dialect: 'strict' }, tolerances: tolerances(others, true) });
    if (tolerance !== 'unknownParameter') expectRefused(await one.send());
    await setPolicy({ tolerances: tolerances([tolerance], true) });
    expectUnderstood(await one.send());
  });
});

test('a PATCH answers what the connection is set to; Prefer and named attributes come first', async () => {
  await setPolicy({ preset: 'standard' });
  const [user, group] = [await aUser(), await aGroup([])];
  const send = async (path: string, headers: Record<string, string> = {}, op = 'replace'): Promise<number> => {
    const request: ScimRequest = {
      method: 'PATCH',
      headers,
      body: { schemas: [patchOp], Operations: [{ op, path: 'displayName', value: name() }] },
    };
    return (await scim(path, request)).status;
  };
  const statuses = async (): Promise<number[]> => [
    await send(`/Users/${user}`),
    await send(`/Groups/${group}`),
    await send(`/Groups/${group}`, {}, 'Replace'),
    await send(`/Users/${user}`, { prefer: 'return=minimal' }),
    await send(`/Groups/${group}?attributes=displayName`, {}, 'Replace'),
  ];
  expect(await statuses()).toEqual([200, 200, 204, 204, 200]);
  await setPolicy({ rules: { patchAnswer: 'nothing' } });
  expect(await statuses()).toEqual([204, 204, 204, 204, 200]);
  await setPolicy({ rules: { patchAnswer: 'resource' } });
  expect(await statuses()).toEqual([200, 200, 200, 204, 200]);
  await setPolicy({ rules: { dialect: 'strict', patchAnswer: 'auto' }, tolerances: { capitalizedOperation: true } });
  expect(await statuses()).toEqual([200, 200, 200, 204, 200]);
});

test('the dialect holds for searches by POST and for bulk requests', async () => {
  await setPolicy({ preset: 'standard', rules: { dialect: 'strict' } });
  const search = { schemas: [searchSchema], filter: 'externalId eq jyoung' };
  expect((await scim('/Users/.search', { method: 'POST', body: search })).body.scimType).toBe('invalidFilter');
  const data = { schemas: [patchOp], Operations: [{ op: 'Replace', path: 'title', value: 'x' }] };
  const bulk = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: [{ method: 'PATCH', path: `/Users/${await aUser()}`, data }],
  };
  const inBulk = async (): Promise<string> =>
    (await scim('/Bulk', { method: 'POST', body: bulk })).body.Operations[0].status;
  expect(await inBulk()).toBe('400');
  await setPolicy({ tolerances: { capitalizedOperation: true } });
  expect(await inBulk()).toBe('200');
});
