import { randomUUID } from 'node:crypto';
import { routes } from '@lockstep/admin-api';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { warnOfExpiry } from '../../packages/server/src/inbound/token-expiry/warn-of-expiry.ts';
import { expectError, expectList, memberIds, startBench, urn } from '../bench.ts';
import { entra, filtered, flag, legacyGroup, newUser } from './entra.ts';

/** The cycles of Microsoft Entra ID from the connection test to the soft delete, and what puts a job into quarantine. */
const bench = await startBench();
afterAll(() => bench.close());
const { post, patched } = entra(bench);

describe.each([
  ['Entra L1 the whole life of a user and a group, default style', ''],
  ['Entra L2 the whole life of a user and a group, with the compliance flag', `?${flag}`],
])('%s', (_title, query) => {
  const style = query === '' ? 'default' : 'compliant';
  const at = (path: string): string => {
    const [address = '', more] = path.split('?');
    const parameters = [query.slice(1), more ?? ''].filter((part) => part !== '').join('&');
    return parameters === '' ? address : `${address}?${parameters}`;
  };
  const op = (verb: string): string => (style === 'default' ? verb : verb.toLowerCase());

  test('each answer lets the cycle go on', async () => {
    const name = `hana.${style}@acme.example`;
    // test connection, then schema discovery
    expectList((await bench.scim(at(filtered('/Users', `userName eq "${randomUUID()}"`)))).body, 0);
    expect((await bench.scim(at('/Schemas'))).status).toBe(200);

    // initial cycle: nobody matches, create
    expectList((await bench.scim(at(filtered('/Users', `userName eq "${name}"`)))).body, 0);
    const boss = await post(at('/Users'), newUser(`boss.${style}@acme.example`));
    const user = await post(at('/Users'), newUser(name));
    expectList((await bench.scim(at(filtered('/Users', `userName eq "${name}"`)))).body, 1);
    const address = at(`/Users/${user.id}`);

    // references come after everybody exists
    const check = at(`${filtered('/Users', `id eq "${user.id}" and manager eq "${boss.id}"`)}&attributes=id`);
    expectList((await bench.scim(check)).body, 0);
    const manager = { op: op('Add'), path: 'manager', value: [{ $ref: boss.meta.location, value: boss.id }] };
    expect((await bench.patch(address, manager)).status).toBe(200);
    expectList((await bench.scim(check)).body, 1);

    // incremental cycle: read, then the difference
    expect((await bench.scim(address)).status).toBe(200);
    const mail = { path: 'emails[type eq "work"].value', value: `new.${name}` };
    const department = `${urn.enterprise}:department`;
    const difference =
      style === 'default'
        ? [
            { op: 'Replace', ...mail },
            { op: 'Replace', path: 'name.familyName', value: 'Ito' },
            { op: 'Add', path: department, value: 'Sales' },
          ]
        : [
            { op: 'replace', ...mail },
            { op: 'replace', value: { 'name.familyName': 'Ito', [department]: 'Sales' } },
          ];
    const { body: changed } = await bench.patch(address, ...difference);
    expect(changed).toMatchObject({
      name: { familyName: 'Ito', givenName: 'Hana' },
      emails: [{ value: `new.${name}`, type: 'work', primary: true }],
      [urn.enterprise]: { department: 'Sales', manager: { value: boss.id } },
    });

    // a group, then its members, then one of them leaves
    const group = `Sales ${style}`;
    const lookup = `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "${group}"`)}`;
    expectList((await bench.scim(at(lookup))).body, 0);
    const { id: groupId } = await post(at('/Groups'), {
      schemas: [urn.group, legacyGroup],
      externalId: randomUUID(),
      displayName: group,
      meta: { resourceType: 'Group' },
    });
    const groupAddress = at(`/Groups/${groupId}`);
    const members = [user.id, boss.id].map((value) => ({ $ref: null, value }));
    const added = await bench.patch(groupAddress, { op: op('Add'), path: 'members', value: members });
    expect(added).toMatchObject({ status: 204, body: undefined });
    expectList((await bench.scim(at(lookup))).body, 1);
    const removal =
      style === 'default'
        ? { op: 'Remove', path: 'members', value: [{ $ref: null, value: boss.id }] }
        : { op: 'remove', path: `members[value eq "${boss.id}"]` };
    expect((await bench.patch(groupAddress, removal)).status).toBe(204);
    expect(memberIds((await bench.scim(groupAddress)).body)).toEqual([user.id]);

    // out of scope, back again, and gone
    const active = (value: boolean): object => ({
      op: op('Replace'),
      path: 'active',
      value: style === 'default' ? (value ? 'True' : 'False') : value,
    });
    expect((await bench.patch(address, active(false))).body.active).toBe(false);
    expect((await bench.scim(at(filtered('/Users', `userName eq "${name}"`)))).body.Resources[0].active).toBe(false);
    expect((await bench.patch(address, active(true))).body.active).toBe(true);
    expect((await bench.scim(address, { method: 'DELETE' })).status).toBe(204);
    expect((await bench.scim(groupAddress, { method: 'DELETE' })).status).toBe(204);
    expectError(await bench.scim(address), 404);
    expectError(await bench.scim(groupAddress), 404);
  });
});

test('Entra E1 the connection test asks for a random GUID: 200 with an empty list', async () => {
  for (const attribute of ['userName', 'externalId', 'emails[type eq "work"].value']) {
    const answer = await bench.scim(filtered('/Users', `${attribute} eq "${randomUUID()}"`));
    expect(answer.status).toBe(200);
    expectList(answer.body, 0);
  }
});

test('Entra E5 the flag is a query parameter of every request, and both styles come over one connection', async () => {
  const user = await post(`/Users?${flag}`, newUser(`${bench.name()}@acme.example`));
  expect((await bench.scim(`/Users?${flag}&${filtered('', `id eq "${user.id}"`).slice(1)}`)).body.totalResults).toBe(1);
  const compliant = await bench.patch(`/Users/${user.id}?${flag}`, { op: 'replace', path: 'active', value: false });
  expect(compliant.body.active).toBe(false);
  expect((await patched(user.id, { op: 'Replace', path: 'active', value: 'True' })).active).toBe(true);
});

test('Entra E19 a soft delete renames and disables at once; the user stays the same and can come back', async () => {
  const { id, userName } = await bench.user({ active: true });
  const tombstone = `${randomUUID().replaceAll('-', '')}${userName}`;
  const deleted = await patched(
    id,
    { op: 'Replace', path: 'userName', value: tombstone },
    { op: 'Replace', path: 'active', value: 'False' },
  );
  expect(deleted).toMatchObject({ id, active: false });
  const restored = await patched(
    id,
    { op: 'Replace', path: 'userName', value: userName },
    { op: 'Replace', path: 'active', value: 'True' },
  );
  expect(restored).toMatchObject({ id, userName, active: true });
});

test('Entra E19 where login names are kept, a soft delete disables all the same, and again without effect', async () => {
  const kept = await bench.neighbour('keeps-names', 'cybozu');
  const { id, userName } = await kept.user({ active: true });
  const tombstone = `${randomUUID().replaceAll('-', '')}${userName}`;
  const rename = { op: 'Replace', path: 'userName', value: tombstone };
  const disable = { op: 'Replace', path: 'active', value: 'False' };
  const answer = await kept.patch(`/Users/${id}`, rename, disable);
  expect(answer).toMatchObject({ status: 200, body: { id, userName, active: false, meta: { version: 'W/"2"' } } });
  expect((await kept.patch(`/Users/${id}`, rename, disable)).body).toEqual(answer.body);
  const restored = await kept.patch(`/Users/${id}`, { ...rename, value: userName }, { ...disable, value: 'True' });
  expect(restored).toMatchObject({ status: 200, body: { id, userName, active: true } });
  // any other name is refused, and so is this one for somebody who stays
  for (const operations of [[rename], [{ ...rename, value: 'other@acme.example' }, disable]])
    expectError(await kept.patch(`/Users/${id}`, ...operations), 400, 'mutability');
  expect((await kept.read(`/Users/${id}`)).active).toBe(true);
});

test('Entra E22 what would put the job into quarantine is told: refused writes, credentials that stopped working', async () => {
  const params = { org: 'quarantined', connection: 'default' };
  const tenant = await bench.neighbour(params.org);
  const isAssessed = (quarantine: object) =>
    vi.waitFor(
      async () => {
        const health = await bench.running.call(routes.getConnectionHealth, { params });
        expect(health.quarantine).toEqual(quarantine);
      },
      { interval: 20 },
    );
  await isAssessed({ state: 'clear' });
  for (let sent = 0; sent < 20; sent += 1) {
    expectError(await tenant.scim('/Users', { method: 'POST', body: newUser('') }), 400, 'invalidValue');
  }
  await isAssessed({ state: 'watch', reason: 'share' });
  const { tokens } = await bench.running.call(routes.listApiTokens, { params });
  for (const { id: token } of tokens)
    await bench.running.call(routes.changeApiToken, { params: { ...params, token }, body: { enabled: false } });
  expectError(await tenant.scim('/Users'), 401);
  await isAssessed({ state: 'quarantine', reason: 'credentials' });
});

test('Entra E22 a token that runs out, which leads there, is warned of in time', async () => {
  const params = { org: 'acme', connection: 'default' };
  const body = { notes: 'Entra', validity: { days: 40 }, networks: [] };
  const { id } = await bench.running.call(routes.createApiToken, { params, body });
  const day = 86_400_000;
  const daysWarned = async (passed: number): Promise<number[]> => {
    const warnings = await warnOfExpiry(bench.running.database, new Date(Date.now() + passed * day));
    return warnings.filter(({ tokenId }) => tokenId === id).map(({ days }) => days);
  };
  expect([await daysWarned(5), await daysWarned(11), await daysWarned(34)]).toEqual([[], [30], [7]]);
});

test('Entra E23 the rate that the gallery asks for, 25 requests a second, is let through by default', async () => {
  const ordinary = await startBench({ LOCKSTEP_SCIM_RATE: '50' });
  const answers = await Promise.all(Array.from({ length: 25 }, () => ordinary.scim('/Users?count=1')));
  expect(answers.map(({ status }) => status)).toEqual(Array(25).fill(200));
  await ordinary.close();
});

test('Entra E24 /Schemas is a list without any null', async () => {
  const { status, body } = await bench.scim(`/Schemas?${flag}`);
  expect(status).toBe(200);
  expectList(body, body.Resources.length);
  expect(JSON.stringify(body)).not.toContain('null');
});
