import { hintNames, routes } from '@lockstep/admin-api';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createTestOrganization, scimCaller, startTestServer, type ScimAnswer } from '../../test-server.testing.ts';
import { recorded, type Place } from './recorded.testing.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const org = 'advised';
const place = { org, connection: 'default' };
const unknown = '/Users/00000000-0000-7000-8000-000000000000';
const user = (userName: string): object => ({ method: 'POST', body: { schemas: [core], userName } });
const group = { method: 'POST', body: { displayName: 'staff' } };

const running = await startTestServer();
afterAll(() => running.close());
const advised = await createTestOrganization(running, org, 'cybozu');
await advised.scim('/Users', user('taken'));
await running.call(routes.changePolicy, { params: place, body: { rules: { groups: 'refused' } } });
const { scim: fenced } = await createTestOrganization(running, 'fenced');
const networks = { console: [], scim: ['10.9.8.0/24'] };
await running.call(routes.setIpRestrictions, { params: { org: 'fenced' }, body: networks });
const { scim } = await createTestOrganization(running, 'acme');
await scim('/Groups', group);
const { scim: off } = await createTestOrganization(running, 'switched-off');
const elsewhere = { org: 'switched-off', connection: 'default' };
await running.call(routes.setPropagation, { params: elsewhere, body: { propagation: false } });

async function renamed(): Promise<ScimAnswer> {
  const { body } = await advised.scim('/Users', user('kept'));
  return advised.scim(`/Users/${body.id}`, { method: 'PUT', body: { schemas: [core], userName: 'other' } });
}
async function withToken(change: (id: string) => Promise<unknown>): Promise<ScimAnswer> {
  const made = await running.call(routes.createApiToken, { params: place, body: { notes: '', validity: 'never' } });
  await change(made.id);
  return scimCaller(advised.endpoint, made.token)('/Users');
}
const disable = (id: string): Promise<unknown> =>
  running.call(routes.changeApiToken, { params: { ...place, token: id }, body: { enabled: false } });
const expire = (id: string): Promise<unknown> =>
  sql`update api_tokens set expires_at = now() - interval '1 day' where id = ${id}`.execute(running.database.db);

test.each<[string, () => Promise<ScimAnswer>, Place?]>([
  ['tokenMissing', () => scimCaller(advised.endpoint, '')('/Users', { headers: { authorization: 'x' } })],
  ['tokenDisabled', () => withToken(disable)],
  ['tokenExpired', () => withToken(expire)],
  ['propagationOff', () => off('/Users', user('x')), elsewhere],
  ['addressRefused', () => fenced('/Users'), { org: 'fenced', connection: 'default' }],
  ['groupsNotProvisioned', () => advised.scim('/Groups', group)],
  ['loginNameTaken', () => advised.scim('/Users', user('TAKEN'))],
  ['groupNameTaken', () => scim('/Groups', group), { org: 'acme', connection: 'default' }],
  ['loginNameKept', renamed],
  ['invalidJson', () => advised.scim('/Users', { method: 'POST', body: '{' })],
  ['invalidFilter', () => advised.scim('/Users?filter=nothing')],
  ['invalidValue', () => advised.scim('/Users', { method: 'POST', body: { schemas: [core] } })],
  ['wrongAddress', () => advised.scim('/Persons')],
  ['notFound', () => advised.scim(unknown)],
  ['changedMeanwhile', () => changed()],
  ['mediaType', () => advised.scim('/Users', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })],
  ['tooLarge', () => advised.scim('/Users', { method: 'POST', body: `"${'x'.repeat(1_100_000)}"` })],
])('%s', async (hint, send, at = place) => {
  expect(hintNames).toContain(hint);
  expect(await recorded(running, await send(), at)).toMatchObject({ hint });
});

async function changed(): Promise<ScimAnswer> {
  const { body } = await advised.scim('/Users', user('versioned'));
  return advised.scim(`/Users/${body.id}`, { method: 'DELETE', headers: { 'if-match': 'W/"99"' } });
}
