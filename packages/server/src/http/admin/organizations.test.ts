import { request } from 'node:http';
import { problemSchema, routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestOrganization, scimCaller, startTestServer, type TestServer } from '../../test-server.testing.ts';
import { slugOfHost } from '../organization-host.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer({ LOCKSTEP_BASE_DOMAIN: 'Sync.example' });
});
afterAll(() => running.close());

interface Answer {
  readonly status: number;
  readonly type: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- bodies of every shape
  readonly body: any;
}

/** A request that arrives under the name of a host, as DNS and a proxy bring it. */
function atHost(host: string, path: string, token: string, body?: unknown): Promise<Answer> {
  const headers = { host, authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  return new Promise((resolve, reject) => {
    const sent = request(running.url + path, { method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        const type = answer.headers['content-type'] ?? '';
        resolve({ status: answer.statusCode ?? 0, type, body: type.includes('json') ? JSON.parse(text) : text });
      });
    });
    sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('a host of its own', () => {
  test('has the SCIM endpoint, and speaks of itself in its own addresses', async () => {
    const { token, endpoint } = await createTestOrganization(running, 'hosted');
    const { port } = new URL(running.url);
    const own = `http://hosted.sync.example:${port}`;
    const params = { org: 'hosted', connection: 'default' };
    expect(await running.call(routes.getConnection, { params })).toMatchObject({
      endpoint,
      hostEndpoint: `${own}/scim/v2`,
    });
    expect(await running.call(routes.getOrganization, { params })).toMatchObject({ hostUrl: own });

    const made = await atHost('Hosted.Sync.Example', '/scim/v2/Users', token, { schemas: [core], userName: 'ada' });
    expect(made.status).toBe(201);
    expect(made.body.meta.location).toBe(`${own}/scim/v2/Users/${made.body.id}`);
    const found = await atHost(`hosted.sync.example:${port}`, '/scim/v2/Users?count=1', token);
    expect(found.body.Resources[0].meta.location).toBe(made.body.meta.location);
    // the other form names its own addresses
    const { body } = await scimCaller(endpoint, token)(`/Users/${made.body.id}`);
    expect(body.meta.location).toBe(`${endpoint}/Users/${made.body.id}`);
  });

  test("is closed to another organization's token", async () => {
    const { token } = await createTestOrganization(running, 'guest');
    const answer = await atHost('hosted.sync.example', '/scim/v2/Users', token);
    expect(answer).toMatchObject({ status: 401, body: { status: '401' } });
    expect(answer.type).toContain('application/scim+json');
    expect((await atHost('nobody.sync.example', '/scim/v2/Users', token)).status).not.toBe(200);
    expect((await atHost('sync.example', '/scim/v2/Users', token)).status).toBe(404);
    expect((await atHost('hosted.else.example', '/scim/v2/Users', token)).status).toBe(404);
  });

  test.each([
    ['acme.sync.example', 'acme'],
    ['ACME.SYNC.EXAMPLE:8443', 'acme'],
    ['sync.example', undefined],
    ['.sync.example', undefined],
    ['a.b.sync.example', undefined],
    ['acme-sync.example', undefined],
    ['acme.sync.example.evil.example', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %s belongs to %s', (host, slug) => {
    expect(slugOfHost(host, 'sync.example')).toBe(slug);
  });
});

describe('the settings of an organization', () => {
  const change = (
    org: string,
    body: { name?: string; slug?: string; language?: 'es' | null; timeZone?: string | null },
  ) => running.call(routes.changeOrganization, { params: { org }, body });

  test('change name and language, each an attribute of the audit log, and nothing when nothing differs', async () => {
    await createTestOrganization(running, 'named');
    expect(await change('named', { name: 'Näme', language: 'es' })).toMatchObject({ name: 'Näme', language: 'es' });
    await change('named', { name: 'Näme' });
    expect(await change('named', { language: null })).not.toHaveProperty('language');
    const { entries } = await running.call(routes.listAuditLog, {
      params: { org: 'named' },
      query: { resourceType: 'Organization' },
    });
    expect(entries.map(({ attributes }) => attributes)).toEqual([
      [{ path: 'language', before: 'es' }],
      [
        { path: 'name', before: 'named', after: 'Näme' },
        { path: 'language', after: 'es' },
      ],
    ]);
  });

  test('change the time zone, in which the audit log is exported; a zone that is none is refused', async () => {
    const params = { org: 'zoned' };
    await createTestOrganization(running, params.org);
    const exported = async () => (await running.call(routes.exportAuditLogCsv, { params })).split('\r\n')[1] ?? '';
    expect(await exported()).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z,/);
    expect(await change('zoned', { timeZone: 'Asia/Kolkata' })).toMatchObject({ timeZone: 'Asia/Kolkata' });
    const line = await exported();
    expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}\+05:30,.*,timeZone,,Asia\/Kolkata,/);
    const { entries } = await running.call(routes.listAuditLog, { params, query: { limit: 1 } });
    expect(new Date(line.split(',')[0] ?? '').toISOString()).toBe(entries[0]?.at);
    for (const timeZone of ['Asia/Nowhere', '+09:00', '']) {
      await expect(change('zoned', { timeZone })).rejects.toMatchObject({
        problem: { code: 'invalid_request', issues: [{ path: 'timeZone' }] },
      });
    }
    expect(await change('zoned', { timeZone: null })).not.toHaveProperty('timeZone');
  });

  test('change the address: the new one works with the old token at once, the old one no more', async () => {
    const { token, endpoint } = await createTestOrganization(running, 'before');
    const there = scimCaller(endpoint, token);
    expect((await there('/Users')).status).toBe(200);
    expect(await change('before', { slug: 'after' })).toMatchObject({ slug: 'after', name: 'before' });
    expect((await there('/Users')).status).toBe(404);
    expect((await scimCaller(endpoint.replace('/before/', '/after/'), token)('/Users')).status).toBe(200);
    await expect(running.call(routes.getOrganization, { params: { org: 'before' } })).rejects.toMatchObject({
      problem: { status: 404 },
    });
  });

  test('refuse an address that is taken, or is none, and change nothing', async () => {
    await createTestOrganization(running, 'first');
    await createTestOrganization(running, 'second');
    const refused = await change('second', { slug: 'first', name: 'Other' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ problem: { code: 'slug_taken', issues: [{ path: 'slug' }] } });
    await expect(change('second', { slug: 'No!' })).rejects.toMatchObject({ problem: { code: 'invalid_request' } });
    const params = { org: 'second' };
    expect(await running.call(routes.getOrganization, { params })).toMatchObject({ slug: 'second', name: 'second' });
  });

  test('belong to organization administrators and keys with the scope', async () => {
    await createTestOrganization(running, 'kept');
    const params = { org: 'kept' };
    const { key } = await running.call(routes.createApiKey, {
      params,
      body: { notes: '', validity: 'never', scopes: ['settings:read'] },
    });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await fetch(`${running.url}/api/v1/organizations/kept`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ name: 'Stolen' }),
    });
    expect(problemSchema.parse(await answer.json())).toMatchObject({ status: 403, code: 'scope_missing' });
    expect(await running.call(routes.getOrganization, { params })).toMatchObject({ name: 'kept' });
  });
});
