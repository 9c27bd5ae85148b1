import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../test-server.testing.ts';

/** One organization pushes to another through the admin API and the SCIM endpoint, as administrators would have it. */
let running: TestServer;
let target: { readonly scim: ScimCall; readonly token: string; readonly endpoint: string; readonly tokenId: string };
const ids = new Map<string, string>();
const place = { org: 'acme', application: 'example' };
const inbound = { org: 'example', connection: 'default' };

beforeAll(async () => {
  running = await startTestServer();
  await running.call(routes.createOrganization, {
    params: {},
    body: { slug: 'acme', name: 'Acme', preset: 'standard' },
  });
  target = await createTestOrganization(running, 'example', 'cybozu');
  for (const loginName of ['ada', 'bob', 'eve']) {
    const body = {
      loginName,
      displayName: `The ${loginName}`,
      surname: 'Of Acme',
      email: `${loginName}@acme.test`,
      availableServices: loginName === 'eve' ? [] : ['kintone' as const, 'garoon' as const],
      active: true,
    };
    ids.set(loginName, (await running.call(routes.createUser, { params: { org: 'acme' }, body })).id);
  }
  const [template] = (await running.call(routes.listTemplates, { params: { org: 'acme' }, query: {} })).templates;
  const body = { template: template?.id ?? '', name: 'Example', slug: 'example', baseUrl: target.endpoint };
  await running.call(routes.createApplication, { params: { org: 'acme' }, body });
});
afterAll(() => running.close());

const user = (loginName: string) => ({ org: 'acme', user: ids.get(loginName) ?? '' });

type Account = Record<string, unknown>;

async function account(userName: string): Promise<Account | undefined> {
  const { body } = await target.scim(`/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
  return (body.Resources as Account[])[0];
}

const extension = 'urn:lockstep:params:scim:schemas:extension:services:2.0:User';

async function servicesAt(userName: string): Promise<unknown> {
  const held = (await account(userName))?.[extension] as { availableServices?: unknown } | undefined;
  return held?.availableServices;
}

/** Changes reach the target a moment after they are made. */
const eventually = (check: () => Promise<void>) => vi.waitFor(check);

const inStep = (total: number) =>
  eventually(async () => {
    const { progress } = await running.call(routes.getApplication, { params: place });
    expect(progress).toMatchObject({ total, synchronized: total, waiting: 0, failed: 0 });
  });

describe('one organization provisioned into another', () => {
  it('creates everybody', async () => {
    const tested = await running.call(routes.testCredentials, { params: place, body: { apiToken: target.token } });
    expect(tested).toMatchObject({ ok: true });
    const switches = { apiIntegration: true, createUsers: true, updateUserAttributes: true, deactivateUsers: true };
    await running.call(routes.updateApplication, { params: place, body: { apiToken: target.token, ...switches } });
    expect(await running.call(routes.assignUsers, { params: place, body: { everybody: true } })).toEqual({
      assigned: 3,
    });
    await inStep(3);
    for (const [userName, externalId] of ids) {
      expect(await account(userName)).toMatchObject({
        userName,
        displayName: `The ${userName}`,
        name: { familyName: 'Of Acme' },
        emails: [{ value: `${userName}@acme.test`, type: 'work', primary: true }],
        active: true,
        externalId,
      });
      expect(await servicesAt(userName)).toEqual(userName === 'eve' ? undefined : ['kintone', 'garoon']);
    }
  });

  it('sends edits, clears, deactivates and activates again', async () => {
    await running.call(routes.updateUser, {
      params: user('ada'),
      body: { displayName: 'Ada', surname: '', email: '' },
    });
    await running.call(routes.unassignUser, { params: { ...place, user: ids.get('bob') ?? '' } });
    await running.call(routes.deleteUser, { params: user('eve') });
    await eventually(async () => {
      const ada = await account('ada');
      expect(ada).toMatchObject({ displayName: 'Ada', active: true });
      expect(ada?.['name'] ?? {}).not.toHaveProperty('familyName');
      expect(ada?.['emails'] ?? []).toEqual([]);
      expect(await account('bob')).toMatchObject({ active: false });
      expect(await account('eve')).toMatchObject({ active: false });
    });
    const before = await account('bob');
    await running.call(routes.assignUsers, { params: place, body: { users: [ids.get('bob') ?? ''] } });
    await eventually(async () => expect(await account('bob')).toMatchObject({ id: before?.['id'], active: true }));
  });

  it('sends services as they are added, exchanged, cleared and given again', async () => {
    for (const availableServices of [['kintone', 'garoon', 'office'], ['secure_access'], [], ['kintone']] as const) {
      const body = { availableServices: [...availableServices] };
      await running.call(routes.updateUser, { params: user('ada'), body });
      const expected = body.availableServices.length === 0 ? undefined : body.availableServices;
      await eventually(async () => expect(await servicesAt('ada')).toEqual(expected));
    }
    await inStep(3);
  });

  it('waits while propagation is off at the target, and catches up when it is on', async () => {
    await running.call(routes.setPropagation, { params: inbound, body: { propagation: false } });
    await running.call(routes.updateUser, { params: user('ada'), body: { displayName: 'While it was off' } });
    await vi.waitFor(async () => {
      const { users } = await running.call(routes.listAppUsers, { params: place, query: { search: 'ada', limit: 5 } });
      expect(users).toMatchObject([
        { error: { status: 403, message: expect.stringContaining('Propagate') as unknown } },
      ]);
    });
    await running.call(routes.setPropagation, { params: inbound, body: { propagation: true } });
    await running.call(routes.retryAppUsers, { params: place, body: {} });
    await eventually(async () => expect(await account('ada')).toMatchObject({ displayName: 'While it was off' }));
    await inStep(3);
  });
});
