import { afterAll, expect, test } from 'vitest';
import { expectError, expectList, idsOf, memberIds, startBench, unknownId, urn } from '../bench.ts';

/**
 * What other provisioning clients send. Bodies are our own examples.
 * - OneLogin: developers.onelogin.com, "Test your SCIM implementation"
 * - JumpCloud: jumpcloud.com/support, "Custom SCIM identity management"
 * - authentik: docs.goauthentik.io, "SCIM provider"
 * - Keycloak: community SCIM extensions; PUT of whole resources
 * - AWS: docs.aws.amazon.com/singlesignon, SCIM developer guide (100 members in a request)
 * - Google: support.google.com/a, "Automated user provisioning"
 * - SailPoint: documentation.sailpoint.com, SCIM 2.0 connector
 */
const bench = await startBench();
afterAll(() => bench.close());

const by = (filter: string): string => `filter=${encodeURIComponent(filter)}`;

test('Others X1 OneLogin first looks for somebody who cannot exist, then lives a life', async () => {
  expectList(await bench.read(`/Users?${by('userName eq "onelogin-probe-does-not-exist"')}`), 0);
  const user = await bench.user({ emails: [{ value: 'o@a.example', type: 'work', primary: true }], active: true });
  expect((await bench.scim(`/Users/${user.id}`, { method: 'PUT', body: { ...user, title: 'x' } })).status).toBe(200);
  const { id } = await bench.group();
  const add = { op: 'add', path: 'members', value: [{ value: user.id }] };
  expect((await bench.patch(`/Groups/${id}`, add)).status).toBe(200);
  expect((await bench.scim(`/Users/${user.id}`, { method: 'DELETE' })).status).toBe(204);
});

test('Others X2 JumpCloud tests with a user and a group that it makes and deletes', async () => {
  const user = await bench.user({ userName: 'jumpcloud-test@a.example' });
  const group = await bench.group([user.id], { displayName: 'jumpcloud-test' });
  const rename = { op: 'replace', path: 'displayName', value: 'jumpcloud-test-2' };
  expect((await bench.patch(`/Groups/${group.id}`, rename)).status).toBe(200);
  expect((await bench.scim(`/Groups/${group.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await bench.scim(`/Users/${user.id}`, { method: 'DELETE' })).status).toBe(204);
  // the test may be run again
  expect((await bench.user({ userName: 'jumpcloud-test@a.example' })).id).not.toBe(user.id);
});

test('Others X3 authentik reads the configuration first, and adds members who are there already', async () => {
  const config = await bench.read('/ServiceProviderConfig');
  expect(config.patch.supported).toBe(true);
  expect(typeof config.bulk.maxOperations).toBe('number');
  const [ann, bob] = [await bench.user(), await bench.user()];
  const { id } = await bench.group([ann.id]);
  for (const user of [ann, bob, ann])
    expect(
      (await bench.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [{ value: user.id }] })).status,
    ).toBe(200);
  expect(memberIds(await bench.read(`/Groups/${id}`))).toEqual(idsOf(ann, bob));
});

test('Others X3 authentik removes with a list of values, in lower case', async () => {
  const [ann, bob] = [await bench.user(), await bench.user()];
  const { id } = await bench.group([ann.id, bob.id]);
  const remove = { op: 'remove', path: 'members', value: [{ value: ann.id }] };
  expect((await bench.patch(`/Groups/${id}`, remove, remove)).status).toBe(200);
  expect(memberIds(await bench.read(`/Groups/${id}`))).toEqual([bob.id]);
});

test('Others X3 authentik makes again what it finds deleted, and finds a group of the same name', async () => {
  const { id, displayName } = await bench.group();
  const again = { schemas: [urn.group], displayName };
  expectError(await bench.scim('/Groups', { method: 'POST', body: again }), 409, 'uniqueness');
  expect((await bench.read(`/Groups?${by(`displayName eq "${displayName}"`)}`)).Resources).toMatchObject([{ id }]);
  await bench.scim(`/Groups/${id}`, { method: 'DELETE' });
  expectError(await bench.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [] }), 404);
  expect((await bench.scim('/Groups', { method: 'POST', body: again })).status).toBe(201);
});

test('Others X4 Keycloak puts whole resources, and the same one again', async () => {
  const user = await bench.user({ name: { givenName: 'K', familyName: 'C' }, roles: [{ value: 'user' }] });
  for (let round = 0; round < 2; round += 1) {
    const answer = await bench.scim(`/Users/${user.id}`, { method: 'PUT', body: user });
    expect(answer).toMatchObject({ status: 200, body: user });
  }
});

test('Others X5 AWS-style clients change 100 members in one request', async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, async () => (await bench.user()).id as string));
  const { id } = await bench.group();
  const value = ids.map((one) => ({ value: one }));
  expect((await bench.patch(`/Groups/${id}`, { op: 'add', path: 'members', value })).status).toBe(200);
  expect(memberIds(await bench.read(`/Groups/${id}`))).toEqual([...ids].sort());
  const removals = ids.map((one) => ({ op: 'remove', path: `members[value eq "${one}"]` }));
  expect((await bench.patch(`/Groups/${id}`, ...removals)).status).toBe(200);
  expect(memberIds(await bench.read(`/Groups/${id}`))).toEqual([]);
});

test('Others X6 Google sends neither sort nor page, and deletes', async () => {
  const user = await bench.user({ userName: 'google@a.example' });
  expect((await bench.read(`/Users?${by('userName eq "google@a.example"')}`)).Resources).toMatchObject([
    { id: user.id },
  ]);
  expect((await bench.scim(`/Users/${user.id}`, { method: 'DELETE' })).status).toBe(204);
});

test('Others X7 SailPoint patches several attributes of several kinds in one pathless operation', async () => {
  const { id } = await bench.user({ emails: [{ value: 'a@a.example', type: 'work' }] });
  const value = {
    displayName: 'S P',
    active: false,
    name: { familyName: 'P' },
    emails: [{ value: 'b@a.example', type: 'work', primary: true }],
    [urn.enterprise]: { department: 'IT', manager: { value: unknownId } },
  };
  const { status, body } = await bench.patch(`/Users/${id}`, { op: 'replace', value });
  expect(status).toBe(200);
  expect(body).toMatchObject(value);
});

test('Others X8 some clients send members as a bare list of ids', async () => {
  const ann = await bench.user();
  const { id } = await bench.group();
  const answer = await bench.patch(`/Groups/${id}`, { op: 'add', path: 'members', value: [ann.id] });
  expect(answer.status).toBe(200);
  expect(memberIds(await bench.read(`/Groups/${id}`))).toEqual([ann.id]);
});
