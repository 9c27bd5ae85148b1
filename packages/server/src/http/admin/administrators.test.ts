import { problemSchema, routes, type AdminClient, type Role } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantRole } from '../../access/administrators.ts';
import { findOrganization } from '../../directory/organizations/organizations.ts';
import {
  createTestOrganization,
  importCsv,
  startTestServer,
  type ScimCall,
  type TestServer,
} from '../../test-server.testing.ts';
import { addAdministrator, addOwnPage, clientWith, codeOf, cookiesOf, password, post } from './people.testing.ts';

let running: TestServer;
let count = 0;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

interface Place {
  readonly org: string;
  readonly scim: ScimCall;
  /** The user of the directory that Ann is. */
  readonly user: string;
  readonly ann: { readonly call: AdminClient; readonly id: string };
}

/** An organization whose only organization administrator, Ann, is a user of its directory. */
async function withAnn(): Promise<Place> {
  count += 1;
  const org = `org-${count}`;
  const { scim } = await createTestOrganization(running, org);
  const body = { loginName: 'ann', displayName: 'Ann' };
  const { id: user } = await running.call(routes.createUser, { params: { org }, body });
  const person = { org, email: `ann@${org}.example`, role: 'organization_administrator' as const, user };
  return { org, scim, user, ann: await addAdministrator(running, person) };
}

const patchInactive = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', value: { active: false } }],
};
const bulk = (user: string) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations: [{ method: 'DELETE', path: `/Users/${user}` }],
});

/** Every way to take an administrator away; each answers with what it says about the refusal. */
const ways: readonly (readonly [string, (place: Place) => Promise<string>])[] = [
  [
    'removing the role',
    ({ org, ann }) => codeOf(ann.call(routes.removeAdministrator, { params: { org, administrator: ann.id } })),
  ],
  [
    'a lesser role',
    ({ org, ann }) =>
      codeOf(
        ann.call(routes.updateAdministrator, { params: { org, administrator: ann.id }, body: { role: 'auditor' } }),
      ),
  ],
  [
    'deactivating the user',
    ({ org, user }) => codeOf(running.call(routes.updateUser, { params: { org, user }, body: { active: false } })),
  ],
  ['deleting the user', ({ org, user }) => codeOf(running.call(routes.deleteUser, { params: { org, user } }))],
  [
    'deactivation over SCIM',
    async ({ scim, user }) => {
      const answer = await scim(`/Users/${user}`, { method: 'PATCH', body: patchInactive });
      return answer.status === 403 && /last administrator/.test(answer.body.detail) ? 'last_administrator' : 'none';
    },
  ],
  [
    'deletion over SCIM',
    async ({ scim, user }) =>
      (await scim(`/Users/${user}`, { method: 'DELETE' })).status === 403 ? 'last_administrator' : 'none',
  ],
  [
    'deletion in a bulk request',
    async ({ scim, user }) => {
      const { body } = await scim('/Bulk', { method: 'POST', body: bulk(user) });
      return body.Operations[0].status === '403' ? 'last_administrator' : 'none';
    },
  ],
  [
    'a CSV file that deactivates',
    async ({ org }) => {
      const csv = 'loginName,displayName,status\nann,Ann,inactive\n';
      const report = await importCsv(running, org, csv);
      return report.faults.some(({ code }) => code === 'last_administrator') ? 'last_administrator' : 'none';
    },
  ],
];

describe.each(ways)('the last administrator stays: %s', (name, take) => {
  test('is refused and changes nothing; with a second administrator it is done', async () => {
    const place = await withAnn();
    const { org, user, ann } = place;
    expect(await take(place)).toBe('last_administrator');
    expect(await running.call(routes.getUser, { params: { org, user } })).toMatchObject({ active: true });
    expect(await ann.call(routes.getSession, { params: {} })).toMatchObject({
      organizations: [{ slug: org, role: 'organization_administrator' }],
    });
    await addAdministrator(running, { org, email: `bob@${org}.example`, role: 'organization_administrator' });
    expect(await take(place)).toBe('none');
    expect(await codeOf(ann.call(routes.listInvitations, { params: { org } }))).not.toBe(
      name === 'a lesser role' ? 'not_found' : 'none',
    );
  });
});

test('two who remove each other at the same moment: one of them stays', async () => {
  for (let round = 0; round < 3; round += 1) {
    const { org, ann } = await withAnn();
    const person = { org, email: `bob@${org}.example`, role: 'organization_administrator' as const };
    const bob = await addAdministrator(running, person);
    const remove = (call: AdminClient, administrator: string): Promise<string> =>
      codeOf(call(routes.removeAdministrator, { params: { org, administrator } }));
    await Promise.all([remove(ann.call, bob.id), remove(bob.call, ann.id)]);
    const { administrators } = await running.call(routes.listAdministrators, { params: { org } });
    expect(administrators).toHaveLength(1);
  }
});

test('deactivating a user ends the sessions and keys of the administrator at once, and says how long it took', async () => {
  const { org, scim, user, ann } = await withAnn();
  await addAdministrator(running, { org, email: `bob@${org}.example`, role: 'organization_administrator' });
  const body = { notes: 'mine', validity: 'never' as const, scopes: ['directory:read' as const] };
  const { key } = await ann.call(routes.createApiKey, { params: { org }, body });
  const byKey = async (): Promise<number> =>
    (await fetch(`${running.url}/api/v1/organizations/${org}/users`, { headers: { authorization: `Bearer ${key}` } }))
      .status;
  expect(await byKey()).toBe(200);

  const asked = performance.now();
  expect((await scim(`/Users/${user}`, { method: 'PATCH', body: patchInactive })).status).toBe(200);
  expect(await codeOf(ann.call(routes.getSession, { params: {} }))).toBe('not_signed_in');
  expect(await byKey()).toBe(401);
  const took = performance.now() - asked;
  const signIn = await post(running, '/session', { email: `ann@${org}.example`, password });
  expect(problemSchema.parse(await signIn.json())).toMatchObject({ status: 403, code: 'access_ended' });
  expect(signIn.headers.getSetCookie()).toEqual([]);

  const { administrators } = await running.call(routes.listAdministrators, { params: { org } });
  const held = administrators.find(({ id }) => id === ann.id);
  expect(held).toMatchObject({ state: 'suspended', user: { loginName: 'ann' } });
  const { attributes } = await running.database.db
    .selectFrom('changes')
    .select('attributes')
    .where('resource_id', '=', ann.id)
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow();
  expect(attributes).toMatchObject([
    { path: 'sessions', before: 1, after: 0 },
    { path: 'apiKeys', before: 1, after: 0 },
    { path: 'endedAfterMilliseconds', after: expect.any(Number) },
  ]);
  expect((attributes as { after: number }[])[2]?.after).toBeLessThan(took);
  // active again: the role counts again, what was ended stays ended
  await running.call(routes.updateUser, { params: { org, user }, body: { active: true } });
  expect(await byKey()).toBe(401);
  expect((await post(running, '/session', { email: `ann@${org}.example`, password })).status).toBe(200);
});

describe('an invitation', () => {
  const invite = async (org: string, email: string, role: Role = 'auditor'): Promise<string> => {
    const { link } = await running.call(routes.createInvitation, { params: { org }, body: { email, role } });
    return new URL(link).hash.slice(1);
  };
  const account = { name: 'New', password };

  test('works once, and not after it was withdrawn, replaced or has expired', async () => {
    const { org } = await withAnn();
    const email = `new@${org}.example`;
    const accept = async (token: string): Promise<number> =>
      (await post(running, '/invitation/accept', { token, account })).status;
    const replaced = await invite(org, email);
    const withdrawn = await invite(org, email);
    expect(await accept(replaced)).toBe(404);
    const { invitations } = await running.call(routes.listInvitations, { params: { org } });
    expect(invitations).toHaveLength(1);
    const params = { org, invitation: invitations[0]?.id ?? '' };
    await running.call(routes.withdrawInvitation, { params });
    expect(await codeOf(running.call(routes.withdrawInvitation, { params }))).toBe('not_found');
    expect(await accept(withdrawn)).toBe(404);
    const expired = await invite(org, email);
    await running.database.pool.query(`update administrator_invitations set expires_at = now() where email = $1`, [
      email,
    ]);
    expect(await accept(expired)).toBe(404);
    const good = await invite(org, email);
    expect(await accept(good)).toBe(200);
    expect(await accept(good)).toBe(404);
    const { rows } = await running.database.pool.query<{ n: number }>(
      'select count(*)::int as n from administrators where email = $1',
      [email],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('for somebody with an account needs their session, never a new password', async () => {
    const [one, two] = [await withAnn(), await withAnn()];
    const email = `ann@${one.org}.example`;
    const token = await invite(two.org, email);
    const thief = await post(running, '/invitation/accept', {
      token,
      account: { name: 'Thief', password: 'another long password' },
    });
    expect(problemSchema.parse(await thief.json()).code).toBe('sign_in_first');
    expect((await post(running, '/session', { email, password: 'another long password' })).status).toBe(401);
    const other = cookiesOf(await post(running, '/session', { email: `ann@${two.org}.example`, password }));
    expect((await post(running, '/invitation/accept', { token }, other)).status).toBe(409);
    const own = cookiesOf(await post(running, '/session', { email, password }));
    expect((await post(running, '/invitation/accept', { token }, own)).status).toBe(200);
    const { organizations } = await clientWith(running, own)(routes.getSession, { params: {} });
    expect(organizations.map(({ slug, role }) => [slug, role])).toEqual([
      [one.org, 'organization_administrator'],
      [two.org, 'auditor'],
    ]);
  });

  test('ties the role to a user of the same directory only', async () => {
    const [one, two] = [await withAnn(), await withAnn()];
    const body = { email: 'x@x.example', role: 'auditor' as const, user: two.user };
    expect(await codeOf(running.call(routes.createInvitation, { params: { org: one.org }, body }))).toBe(
      'invalid_request',
    );
  });
});

describe('the own page of a user who administers nothing', () => {
  test('shows and changes the own user, and is ended with the user', async () => {
    const { org, scim } = await withAnn();
    const { call, user, email } = await addOwnPage(running, { org, name: 'cleo' });
    expect(await call(routes.getSession, { params: {} })).toMatchObject({
      organizations: [{ slug: org, role: 'user', scopes: [] }],
    });
    const own = { params: { user } };
    await call(routes.updateOwnUser, { ...own, body: { phone: '123', loginName: 'cleo-2' } });
    expect((await call(routes.getAccount, { params: {} })).users).toMatchObject([{ id: user, loginName: 'cleo-2' }]);
    const other = (await running.call(routes.listUsers, { params: { org } })).users.find(({ id }) => id !== user);
    const foreign = { params: { user: other?.id ?? '' }, body: { phone: '1' } };
    expect(await codeOf(call(routes.updateOwnUser, foreign))).toBe('not_found');
    const { administrators } = await running.call(routes.listAdministrators, { params: { org } });
    expect(administrators.map(({ role }) => role)).toEqual(['organization_administrator']);
    await scim(`/Users/${user}`, { method: 'PATCH', body: patchInactive });
    expect(await codeOf(call(routes.getSession, { params: {} }))).toBe('not_signed_in');
    expect((await post(running, '/session', { email, password })).status).toBe(403);
  });

  test('keeps its login name while an identity provider manages it and propagation is on', async () => {
    const { org, scim } = await withAnn();
    const { call, user } = await addOwnPage(running, { org, name: 'dora' });
    const connection = { org, connection: 'default' };
    await running.call(routes.changePolicy, { params: connection, body: { rules: { localLoginName: 'kept' } } });
    const named = { ...patchInactive, Operations: [{ op: 'replace', value: { displayName: 'Dora' } }] };
    expect((await scim(`/Users/${user}`, { method: 'PATCH', body: named })).status).toBe(200);
    const rename = () => codeOf(call(routes.updateOwnUser, { params: { user }, body: { loginName: 'dora-2' } }));
    expect(await rename()).toBe('managed_by_identity_provider');
    expect((await call(routes.getAccount, { params: {} })).users[0]?.locked).toContain('loginName');
    await running.call(routes.setPropagation, { params: connection, body: { propagation: false } });
    expect(await rename()).toBe('none');
  });

  test("is for active users with an address who do not sign in already, and takes nobody's role away", async () => {
    const { org, user } = await withAnn();
    const invite = (id: string, body: { email?: string }) =>
      running.call(routes.inviteUser, { params: { org, user: id }, body });
    const create = async (name: string, active: boolean): Promise<string> => {
      const body = { loginName: name, displayName: name, active };
      return (await running.call(routes.createUser, { params: { org }, body })).id;
    };
    const [silent, gone] = [await create('silent', true), await create('gone', false)];
    expect(await codeOf(invite('00000000-0000-7000-8000-000000000000', {}))).toBe('not_found');
    expect(await codeOf(invite(silent, {}))).toBe('invalid_request');
    expect(await codeOf(invite(gone, { email: 'gone@x.example' }))).toBe('invalid_request');
    expect(await codeOf(invite(user, { email: 'ann2@x.example' }))).toBe('account_exists');
    expect(await codeOf(invite(silent, { email: `ann@${org}.example` }))).toBe('account_exists');

    // the address came to a role while its link was on the way
    const elsewhere = await withAnn();
    const late = await addAdministrator(running, { org: elsewhere.org, email: 'late@x.example', role: 'auditor' });
    const { link } = await invite(silent, { email: 'late@x.example' });
    const { administrator } = await late.call(routes.getSession, { params: {} });
    const organizationId = (await findOrganization(running.database.db, org))?.id ?? '';
    const role = 'users_administrator';
    await grantRole(running.database.db, { administratorId: administrator.id, organizationId, role });
    const token = new URL(link).hash.slice(1);
    expect((await post(running, '/invitation/accept', { token }, late.cookie)).status).toBe(200);
    const { organizations } = await late.call(routes.getSession, { params: {} });
    expect(organizations).toContainEqual(expect.objectContaining({ slug: org, role }));
  });
});

const may: readonly (readonly [Role, readonly string[]])[] = [
  ['organization_administrator', ['none', 'none', 'none', 'none']],
  ['users_administrator', ['none', 'none', 'forbidden', 'forbidden']],
  ['auditor', ['none', 'forbidden', 'none', 'forbidden']],
];
test.each(may)('what the role %s allows', async (role, expected) => {
  const { org } = await withAnn();
  const { call } = await addAdministrator(running, { org, email: `role@${org}.example`, role });
  const params = { org };
  const outcomes = [
    await codeOf(call(routes.listUsers, { params })),
    await codeOf(call(routes.createUser, { params, body: { loginName: 'x', displayName: 'X' } })),
    await codeOf(call(routes.listAdministrators, { params })),
    await codeOf(call(routes.createInvitation, { params, body: { email: 'y@y.example', role: 'auditor' } })),
  ];
  expect(outcomes).toEqual(expected);
});
