import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApplicationPlace } from './applications/application-view.ts';
import type { ProgressEvent } from './progress-events.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { startFaultyTarget, type FaultyTarget } from './testing/faulty-target.testing.ts';

let bench: Bench;
let target: FaultyTarget;

beforeAll(async () => {
  bench = await createBench();
  target = await startFaultyTarget();
});
afterAll(async () => {
  await target.close();
  await bench.close();
});

const baseUrl = 'https://app.example.test/scim/v2';
const template = 'cybozu.com';
const nowhere = (): ApplicationPlace => ({ organizationId: bench.organizationId, slug: 'nowhere' });

describe('the catalog', () => {
  it('is searched by name and description', async () => {
    const found = async (search: string): Promise<string[]> =>
      (await bench.outbound.catalog.list(bench.organizationId, { search })).map((entry) => entry.template.id);
    expect(await found('')).toContain(template);
    expect(await found('KINTONE')).toEqual([template]);
    expect(await found('no such thing')).toEqual([]);
  });
});

describe('applications', () => {
  it('start with every switch off and a slug from the name', async () => {
    const { createApplication } = bench.outbound.commands;
    const made = await createApplication(bench.organizationId, { template, name: 'Kíntone — Tokyo', baseUrl }, actor);
    expect(made).toMatchObject({
      kind: 'created',
      application: {
        slug: 'kintone-tokyo',
        credentialSet: false,
        apiIntegration: false,
        createUsers: false,
        updateUserAttributes: false,
        deactivateUsers: false,
        progress: { assigned: 0, total: 0, synchronized: 0, waiting: 0, failed: 0 },
      },
    });
    const again = await createApplication(bench.organizationId, { template, name: 'Kintone Tokyo', baseUrl }, actor);
    expect(again).toEqual({ kind: 'slug_taken', slug: 'kintone-tokyo' });
    const odd = await createApplication(bench.organizationId, { template, name: '森', baseUrl }, actor);
    expect(odd).toMatchObject({ application: { slug: 'application' } });
    const none = await createApplication(bench.organizationId, { template: 'x', name: 'X', baseUrl }, actor);
    expect(none).toEqual({ kind: 'template_unknown' });
  });

  it('need credentials to be integrated, of their own for another server, and never show them', async () => {
    const { createApplication, updateApplication } = bench.outbound.commands;
    await createApplication(bench.organizationId, { template, name: 'Secretive', baseUrl }, actor);
    const place = { organizationId: bench.organizationId, slug: 'secretive' };
    expect(await updateApplication(place, { apiIntegration: true }, actor)).toEqual({ kind: 'credentials_missing' });
    const updated = await updateApplication(place, { apiIntegration: true, apiToken: 't0p-secret' }, actor);
    expect(updated).toMatchObject({ kind: 'updated', application: { credentialSet: true, apiIntegration: true } });
    expect(JSON.stringify(updated)).not.toContain('t0p-secret');
    const moved = { baseUrl: 'https://evil.example.test/scim' };
    expect(await updateApplication(place, moved, actor)).toEqual({ kind: 'credentials_missing' });
    const downgraded = { baseUrl: baseUrl.replace('https', 'http') };
    expect(await updateApplication(place, downgraded, actor)).toEqual({ kind: 'credentials_missing' });
    const stored = await bench.database.pool.query<{ all: string }>(
      `select string_agg(a::text, '') || (select string_agg(c::text, '') from changes c) as all from applications a`,
    );
    expect(stored.rows[0]?.all).toContain('secretive');
    expect(stored.rows[0]?.all).not.toContain('t0p-secret');
  });

  it('have the client profile of their template until another is chosen', async () => {
    const { createApplication, updateApplication } = bench.outbound.commands;
    const made = await createApplication(bench.organizationId, { template, name: 'Profiled', baseUrl }, actor);
    expect(made).toMatchObject({ application: { clientProfile: 'native' } });
    const place = { organizationId: bench.organizationId, slug: 'profiled' };
    const updated = await updateApplication(place, { clientProfile: 'okta-wizard' }, actor);
    expect(updated).toMatchObject({ application: { clientProfile: 'okta-wizard' } });
  });

  it('belong to one organization', async () => {
    const place = { organizationId: uuidv7(), slug: 'secretive' };
    const { commands, queries } = bench.outbound;
    expect(await queries.getApplication(place)).toBeUndefined();
    expect(await queries.listApplications(place.organizationId)).toEqual([]);
    expect(await queries.listAppUsers(place, { limit: 5 })).toBeUndefined();
    expect(await commands.updateApplication(place, { name: 'Mine' }, actor)).toEqual({ kind: 'unknown' });
    expect(await commands.deleteApplication(place, actor)).toEqual({ kind: 'unknown' });
    expect(await commands.assignUsers(place, { everybody: true }, actor)).toEqual({ kind: 'unknown' });
    expect(await commands.testCredentials(place, {})).toEqual({ kind: 'unknown' });
    expect(await commands.retryAppUsers(nowhere(), actor)).toEqual({ kind: 'unknown' });
    expect(await commands.unassignUser(nowhere(), randomUUID(), actor)).toEqual({ kind: 'unknown' });
  });
});

describe('Test API credentials', () => {
  it('tests saved and given values, and keeps a saved token from other servers', async () => {
    const place = await bench.addApplication(target, { apiIntegration: false });
    const { testCredentials } = bench.outbound.commands;
    expect(await testCredentials(place, {})).toMatchObject({ kind: 'tested', test: { ok: true } });
    expect(await testCredentials(place, { apiToken: 'wrong' })).toMatchObject({
      test: {
        ok: false,
        title: 'Error authenticating: Unauthorized. Errors reported by remote server: The token is not known.',
      },
    });
    target.log.clear();
    await testCredentials(place, { clientProfile: 'entra' });
    expect(target.log.lines()).toEqual([expect.stringMatching(/Users\?filter=userName eq "[0-9a-f-]{36}"$/)]);
    target.log.clear();
    const elsewhere = { baseUrl: target.baseUrl.replace('127.0.0.1', 'localhost') };
    expect(await testCredentials(place, elsewhere)).toMatchObject({
      test: { ok: false, title: 'Enter the API token first.' },
    });
    expect(target.log.lines()).toEqual([]);
  });
});

describe('assignments and the list of people', () => {
  it('assigns everybody active in one command, and leaves who is assigned alone', async () => {
    const place = await bench.addApplication(target, { apiIntegration: false });
    const names = ['ute', 'ada', 'eve', 'bob%', 'ivy'];
    const ids = new Map<string, string>();
    for (const name of names) ids.set(name, await bench.addUser(name, { displayName: `The ${name}` }));
    await bench.addUser('off', { active: false });
    const { assignUsers, unassignUser, retryAppUsers } = bench.outbound.commands;
    const { listAppUsers } = bench.outbound.queries;
    const ada = ids.get('ada') ?? '';
    expect(await assignUsers(place, { users: [ada, 'no such id', randomUUID()] }, actor)).toEqual({
      kind: 'assigned',
      assigned: 1,
    });
    expect(await assignUsers(place, { everybody: true }, actor)).toEqual({ kind: 'assigned', assigned: 4 });
    expect(await assignUsers(place, { everybody: true }, actor)).toEqual({ kind: 'assigned', assigned: 0 });

    const first = await listAppUsers(place, { limit: 3 });
    expect(first?.users.map(({ loginName }) => loginName)).toEqual(['ada', 'bob%', 'eve']);
    const second = await listAppUsers(place, { limit: 3, cursor: first?.next ?? '' });
    expect(second?.users.map(({ loginName }) => loginName)).toEqual(['ivy', 'ute']);
    expect(second).not.toHaveProperty('next');
    const found = await listAppUsers(place, { limit: 9, search: '%' });
    expect(found?.users.map(({ loginName }) => loginName)).toEqual(['bob%']);
    expect((await listAppUsers(place, { limit: 9, search: 'THE U' }))?.users).toHaveLength(1);
    expect((await listAppUsers(place, { limit: 9, user: ada }))?.users).toMatchObject([{ loginName: 'ada' }]);
    expect((await listAppUsers(place, { limit: 9, syncState: 'DISABLED' }))?.users).toHaveLength(5);
    expect((await listAppUsers(place, { limit: 9, syncState: 'ERROR' }))?.users).toEqual([]);
    expect((await listAppUsers(place, { limit: 9, cursor: 'junk' }))?.users).toHaveLength(5);

    expect(await unassignUser(place, 'no such id', actor)).toEqual({ kind: 'unknown' });
    expect(await unassignUser(place, ada, actor)).toEqual({ kind: 'unassigned' });
    expect(await unassignUser(place, ada, actor)).toEqual({ kind: 'unknown' });
    expect(await retryAppUsers(place, actor)).toEqual({ kind: 'retried', retried: 0 });
    const application = await bench.outbound.queries.getApplication(place);
    expect(application?.progress).toEqual({ assigned: 4, total: 5, synchronized: 0, waiting: 5, failed: 0 });
  });
});

describe('progress', () => {
  it('is told while it moves, not more often than the limit, and ends with the last state', async () => {
    const events: ProgressEvent[] = [];
    const stop = bench.outbound.onProgress((event) => events.push(event));
    const place = await bench.addApplication(target);
    await bench.outbound.commands.assignUsers(place, { everybody: true }, actor);
    await bench.quiet();
    await vi.waitFor(() =>
      expect(events.findLast(({ application }) => application === place.slug)?.progress).toMatchObject({
        assigned: 5,
        total: 5,
        synchronized: 5,
        waiting: 0,
        failed: 0,
        lastAppliedAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
      }),
    );
    stop();
    const told = events.length;
    await bench.outbound.commands.updateApplication(place, { name: 'Renamed' }, actor);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(events).toHaveLength(told);
  });
});
