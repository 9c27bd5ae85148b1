import { routes, type ExtensionsBody, type RouteInput } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createTestOrganization,
  importCsv,
  startTestServer,
  type ScimCall,
  type TestServer,
} from '../../test-server.testing.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const badge = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
const other = 'urn:example:params:scim:schemas:extension:other:2.0:User';
const params = { org: 'acme' };

let running: TestServer;
let scim: ScimCall;

async function define(id: string, attributes: readonly object[]): Promise<void> {
  const body = { id, name: 'Named', attributes: attributes as never };
  await running.call(routes.putSchema, { params: { ...params, schema: id }, body });
}

beforeAll(async () => {
  running = await startTestServer();
  ({ scim } = await createTestOrganization(running, 'acme'));
  await createTestOrganization(running, 'stranger');
  await define(badge, [
    { name: 'number', uniqueness: 'server' },
    { name: 'clearance', type: 'integer' },
    { name: 'hours', type: 'decimal' },
    { name: 'contractor', type: 'boolean' },
    { name: 'since', type: 'dateTime' },
    { name: 'page', type: 'reference', referenceTypes: ['external'] },
    { name: 'shift', canonicalValues: ['day', 'night'] },
    { name: 'floors', type: 'integer', multiValued: true },
    { name: 'sites', multiValued: true },
    { name: 'born', mutability: 'immutable' },
    { name: 'computed', mutability: 'readOnly' },
    { name: 'pin', mutability: 'writeOnly' },
    { name: 'hidden', returned: 'never' },
    { name: 'colour' },
    {
      name: 'desk',
      type: 'complex',
      subAttributes: [
        { name: 'room', required: true },
        { name: 'seat', type: 'integer' },
        { name: 'tags', multiValued: true },
      ],
    },
    {
      name: 'keys',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        { name: 'door', required: true },
        { name: 'code', returned: 'never' },
      ],
    },
  ]);
  await define(other, [{ name: 'colour' }, { name: 'title' }]);
  await running.call(routes.putResourceType, {
    params: { ...params, type: 'User' },
    body: { name: 'User', endpoint: '/Users', schema: core, schemaExtensions: [{ schema: badge }, { schema: other }] },
  });
});
afterAll(() => running.close());

let serial = 0;
function add(extensions?: ExtensionsBody) {
  serial += 1;
  const body = { loginName: `user${serial}`, displayName: 'User', ...(extensions === undefined ? {} : { extensions }) };
  return running.call(routes.createUser, { params, body });
}

type Change = NonNullable<RouteInput<typeof routes.updateUser>['body']>;
const edit = (user: string, body: Change) => running.call(routes.updateUser, { params: { ...params, user }, body });
const read = (user: string) => running.call(routes.getUser, { params: { ...params, user } });

const full = {
  number: 'B-1',
  clearance: 4,
  hours: 37.5,
  contractor: false,
  since: '2026-01-31T09:30:00Z',
  page: 'https://people.example/ann',
  shift: 'day',
  floors: [2, 3],
  sites: ['Tokyo', 'Lima; Callao'],
  born: 'Osaka',
  colour: 'red',
  desk: { room: '4.01', seat: 2, tags: ['quiet'] },
};

describe('attributes that an organization added', () => {
  test('are given, shown, changed one by one and cleared, and are those of SCIM', async () => {
    const secrets = { pin: '4711', hidden: 'h', keys: [{ door: 'main', code: '1' }] };
    const made = await add({ [badge]: { ...full, ...secrets }, [other]: { colour: 'blue' } });
    const shown = { [badge]: { ...full, keys: [{ door: 'main' }] }, [other]: { colour: 'blue' } };
    expect(made.extensions).toEqual(shown);
    const there = (await scim(`/Users/${made.id}`)).body;
    expect(there).toMatchObject({ schemas: [core, badge, other], [badge]: full, [other]: { colour: 'blue' } });
    expect(JSON.stringify(there)).not.toContain('4711');
    // an echo is no change, and neither is a secret that is given again
    const echo = await edit(made.id, { extensions: { ...made.extensions, [badge]: { ...full, pin: '4711' } } });
    expect(echo.modifiedAt).toBe(made.modifiedAt);
    const changed = await edit(made.id, {
      displayName: 'Ann',
      extensions: {
        [badge.toUpperCase()]: { clearance: null, floors: [], shift: '', desk: { seat: null } },
        [other]: null,
      },
    });
    const { clearance: _c, floors: _f, shift: _s, ...kept } = full;
    expect(changed).toMatchObject({ displayName: 'Ann' });
    expect(changed.extensions).toEqual({
      [badge]: { ...kept, desk: { room: '4.01', tags: ['quiet'] }, keys: [{ door: 'main' }] },
    });
    const { users } = await running.call(routes.listUsers, { params, query: { search: made.loginName } });
    expect(users[0]?.extensions).toEqual(changed.extensions);
  });

  test.each<[string, ExtensionsBody, { path: string; code?: string }]>([
    ['a text for an integer', { [badge]: { clearance: 'x' } }, { path: 'clearance', code: 'not_an_integer' }],
    ['a fraction for an integer', { [badge]: { clearance: 1.5 } }, { path: 'clearance', code: 'not_an_integer' }],
    ['a text for a decimal', { [badge]: { hours: '37' } }, { path: 'hours', code: 'not_a_number' }],
    ['a text for a boolean', { [badge]: { contractor: 'true' } }, { path: 'contractor', code: 'wrong_type' }],
    ['a number for a text', { [badge]: { colour: 7 } }, { path: 'colour', code: 'wrong_type' }],
    ['no instant', { [badge]: { since: '31.1.2026' } }, { path: 'since', code: 'not_a_date_time' }],
    ['no reference', { [badge]: { page: 'javascript:alert(1)' } }, { path: 'page', code: 'not_a_reference' }],
    ['another choice', { [badge]: { shift: 'late' } }, { path: 'shift', code: 'not_a_choice' }],
    ['one value for a list', { [badge]: { sites: 'Tokyo' } }, { path: 'sites', code: 'wrong_type' }],
    ['a list for one value', { [badge]: { colour: ['red'] } }, { path: 'colour', code: 'wrong_type' }],
    ['a wrong element', { [badge]: { floors: [1, 'x'] } }, { path: 'floors', code: 'not_an_integer' }],
    ['a part missing', { [badge]: { desk: { seat: 1 } } }, { path: 'desk.room', code: 'required' }],
    ['a part missing in a list', { [badge]: { keys: [{ code: '1' }] } }, { path: 'keys.door', code: 'required' }],
    ['an unknown part', { [badge]: { desk: { room: 'r', shelf: 1 } } }, { path: 'desk.shelf' }],
    ['what is read-only', { [badge]: { computed: 'x' } }, { path: 'computed', code: 'not_changeable' }],
    ['an unknown attribute', { [badge]: { nothing: 'x' } }, { path: 'nothing' }],
    ['a name of JavaScript', { [badge]: { constructor: 'x' } }, { path: 'constructor' }],
  ])('are refused at their place: %s', async (_what, extensions, { path, code }) => {
    const { id, modifiedAt } = await add();
    const issue = { path: `extensions.${badge}.${path}`, ...(code === undefined ? {} : { code }) };
    await expect(edit(id, { displayName: 'Other', extensions })).rejects.toMatchObject({
      problem: { status: 400, code: 'invalid_request', issues: [issue] },
    });
    await expect(add(extensions)).rejects.toMatchObject({ problem: { issues: [issue] } });
    expect(await read(id)).toMatchObject({ modifiedAt, displayName: 'User', extensions: {} });
  });

  test('are refused all at once, each with what it is', async () => {
    await expect(add({ [badge]: { clearance: 'x', shift: 'late' }, 'urn:none': { a: 1 } })).rejects.toMatchObject({
      problem: {
        issues: [
          { path: 'extensions.urn:none' },
          { path: `extensions.${badge}.clearance`, code: 'not_an_integer' },
          { path: `extensions.${badge}.shift`, code: 'not_a_choice', values: { known: 'day, night' } },
        ],
      },
    });
  });

  test('an immutable one is given once', async () => {
    const { id } = await add({ [badge]: { born: 'Kobe' } });
    const path = `extensions.${badge}.born`;
    for (const born of ['Nara', null]) {
      await expect(edit(id, { extensions: { [badge]: { born } } })).rejects.toMatchObject({
        problem: { issues: [{ path, code: 'not_changeable' }] },
      });
    }
    await expect(edit(id, { extensions: { [badge]: null } })).rejects.toMatchObject({
      problem: { issues: [{ path }] },
    });
    expect((await edit(id, { extensions: { [badge]: { born: 'Kobe' } } })).extensions).toEqual({
      [badge]: { born: 'Kobe' },
    });
  });

  test('a unique one belongs to whoever was first', async () => {
    const taken = {
      problem: { status: 409, code: 'value_taken', issues: [{ path: `extensions.${badge}.number`, code: 'taken' }] },
    };
    const made = await Promise.allSettled([1, 2, 3].map(() => add({ [badge]: { number: 'U-1' } })));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of made) if (one.status === 'rejected') expect(one.reason).toMatchObject(taken);
    const { id } = await add({ [badge]: { number: 'U-2' } });
    await expect(edit(id, { extensions: { [badge]: { number: 'u-1' } } })).rejects.toMatchObject(taken);
  });

  test('are those of the organization alone', async () => {
    const body = { loginName: 'x', displayName: 'X', extensions: { [badge]: { number: 'S' } } };
    await expect(running.call(routes.createUser, { params: { org: 'stranger' }, body })).rejects.toMatchObject({
      problem: { code: 'invalid_request', issues: [{ path: `extensions.${badge}` }] },
    });
    const built = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    await expect(add({ [built]: { costCenter: '1' } })).rejects.toMatchObject({ problem: { code: 'invalid_request' } });
  });

  test('are left to the identity provider where everything is, and only there', async () => {
    const user = { schemas: [core, badge], userName: 'managed', [badge]: { colour: 'red' } };
    const { id } = (await scim('/Users', { method: 'POST', body: user })).body;
    const connection = { ...params, connection: 'default' };
    const rule = (rules: object) => running.call(routes.changePolicy, { params: connection, body: { rules } });
    await rule({ localEdits: 'refused', attributes: 'all' });
    expect((await read(id)).locked).toContain('extensions');
    const change = { extensions: { [badge]: { colour: 'blue' } } };
    await expect(edit(id, change)).rejects.toMatchObject({ problem: { code: 'managed_by_identity_provider' } });
    await rule({ attributes: 'document' });
    expect((await read(id)).locked).not.toContain('extensions');
    expect((await edit(id, change)).extensions).toEqual({ [badge]: { colour: 'blue' } });
    await rule({ localEdits: 'allowed', attributes: 'all' });
  });
});

describe('the same in a users file', () => {
  const header = (csv: string) =>
    csv
      .replace(/^\uFEFF/, '')
      .split('\r\n')[0]
      ?.split(',') ?? [];

  test('goes out by path without secrets, and in again unchanged', async () => {
    const made = await add({ [badge]: { ...full, number: 'CSV-1', pin: '1', hidden: 'h' } });
    const csv = await running.call(routes.exportUsers, { params, query: { search: made.loginName } });
    const own = header(csv).filter((column) => column.startsWith('urn:'));
    expect(own.map((column) => column.replace(`${badge}:`, ''))).toEqual(
      [
        ...Object.keys(full).filter((name) => name !== 'desk' && name !== 'born'),
        'desk.room',
        'desk.seat',
        'desk.tags',
        `${other}:colour`,
        `${other}:title`,
      ]
        .toSpliced(9, 0, 'born')
        .toSorted((a, b) => own.indexOf(a) - own.indexOf(b)),
    );
    expect(csv).not.toContain('pin');
    expect(await importCsv(running, 'acme', csv)).toMatchObject({ unchanged: 1, faults: [] });
    expect((await read(made.id)).modifiedAt).toBe(made.modifiedAt);
  });

  test('comes in by short names where they are clear; an empty cell clears', async () => {
    const csv = `loginName,Number,clearance,hours,contractor,since,shift,floors,sites,desk.room,desk.seat,${other}:colour,pin
file1,F-1,4,37.5,TRUE,2026-01-31T09:30:00Z,day,2;3,Tokyo;Lima\\; Callao,4.01,2,blue,9
`;
    const preview = await running.call(routes.previewUserImport, { params, body: csv });
    expect(preview).toMatchObject({ created: 1, faults: [] });
    expect(await importCsv(running, 'acme', csv)).toMatchObject({ created: 1, faults: [] });
    const { users } = await running.call(routes.listUsers, { params, query: { search: 'file1' } });
    const values = {
      number: 'F-1',
      clearance: 4,
      hours: 37.5,
      contractor: true,
      since: '2026-01-31T09:30:00Z',
      shift: 'day',
      floors: [2, 3],
      sites: ['Tokyo', 'Lima; Callao'],
      desk: { room: '4.01', seat: 2 },
    };
    expect(users[0]?.extensions).toEqual({ [badge]: values, [other]: { colour: 'blue' } });
    const again = await running.call(routes.previewUserImport, {
      params,
      body: 'loginName,clearance,floors,desk.seat,pin\nfile1,5,,,8\n',
    });
    expect(again.details[0]?.changes).toEqual([
      { column: 'clearance', before: '4', after: '5' },
      { column: 'floors', before: '2;3', after: '' },
      { column: 'desk.seat', before: '2', after: '' },
      { column: 'pin' },
    ]);
  });

  test('bad cells are told row by row, in the preview and by the import, and the others come in', async () => {
    await add({ [badge]: { number: 'HELD', born: 'Kobe' } });
    const csv = `loginName,clearance,hours,contractor,since,shift,desk.seat,number
bad1,x,,,,,,
bad2,,1;5,,,,,
bad3,,,maybe,,,,
bad4,,,,soon,,,
bad5,,,,,late,,
bad6,,,,,,1,
bad7,,,,,,,held
good,1,,,,,,GOOD
twice,1,,,,,,good
`;
    const faults = [
      [2, 'invalid_cell', 'clearance'],
      [3, 'invalid_cell', 'hours'],
      [4, 'invalid_cell', 'contractor'],
      [5, 'invalid_cell', 'since'],
      [6, 'not_a_choice', 'shift'],
      [7, 'required_cell', 'desk.room'],
      [8, 'taken_value', 'number'],
    ];
    const told = (report: { faults: readonly { line: number; code: string; values: object }[] }) =>
      report.faults
        .toSorted((a, b) => a.line - b.line)
        .map(({ line, code, values }) => [line, code, (values as { column: string }).column]);
    const preview = await running.call(routes.previewUserImport, { params, body: csv });
    expect(told(preview)).toEqual([...faults, [10, 'match_twice', 'number']]);
    expect(preview).toMatchObject({ created: 1 });
    const report = await importCsv(running, 'acme', csv);
    // of two rows of one chunk the database decides
    expect(told(report)).toEqual([...faults, [expect.any(Number), 'taken_value', 'number']]);
    expect(report).toMatchObject({ created: 1 });
  });

  test.each([
    ['a short name of two', 'loginName,colour\nx,y\n', 'unknown_columns'],
    ['what is read-only', 'loginName,computed\nx,y\n', 'unknown_columns'],
    ['a list of complex values', 'loginName,keys\nx,y\n', 'unknown_columns'],
    ['twice the same', `loginName,number,${badge}:number\nx,y,z\n`, 'column_twice'],
  ])('is no file: %s', async (_what, body, code) => {
    await expect(running.call(routes.previewUserImport, { params, body })).rejects.toMatchObject({
      problem: { code: 'invalid_csv', issues: [{ code }] },
    });
  });

  test('a column that every organization has keeps its meaning', async () => {
    await importCsv(running, 'acme', 'loginName,title\ntitled,Engineer\n');
    const { users } = await running.call(routes.listUsers, { params, query: { search: 'titled' } });
    expect(users[0]).toMatchObject({ title: 'Engineer', extensions: {} });
  });
});
