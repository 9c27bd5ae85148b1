import { routes } from '@lockstep/admin-api';
import { afterAll, describe, expect, test } from 'vitest';
import { createTestOrganization, startTestServer } from '../../test-server.testing.ts';
import { bulk, createBulkBench, postManaged, postUser, remove, sendBulk, statusesOf } from './bulk.testing.ts';
import { unknownId } from './groups.testing.ts';

/** What holds for a bulk request as a whole: its form, its limits, and after how many errors it stops. */
const running = await startTestServer();
afterAll(() => running.close());
const { scim } = await createTestOrganization(running, 'acme');
const { name, createUser, exists } = createBulkBench(scim, running);

describe('failOnErrors', () => {
  const bad = { method: 'GET', path: '/Users' };
  const fails = (): object => remove(`/Users/${unknownId}`);

  test.each([
    [1, 1],
    [2, 3],
    [3, 5],
    [4, 6],
    [5, 6],
  ])('%i: stops after so many', async (failOnErrors, processed) => {
    const names = [name(), name(), name()];
    const operations = [fails(), postUser('a', names[0] ?? ''), bad, postUser('b', names[1] ?? ''), fails()];
    const results = await bulk(scim, [...operations, postUser('c', names[2] ?? '')], { failOnErrors });
    const all = ['404', '201', '400', '201', '404', '201'];
    expect(statusesOf(results)).toEqual(all.slice(0, processed));
    const made = await Promise.all(names.map(exists));
    expect(made).toEqual([processed > 1, processed > 3, processed > 5]);
  });

  test('of nobody is met when all goes well; without it everything is tried', async () => {
    const users = Array.from({ length: 30 }, (_, index) => postUser(`u${index}`, name()));
    expect(new Set(statusesOf(await bulk(scim, users, { failOnErrors: 1 })))).toEqual(new Set(['201']));
    expect(new Set(statusesOf(await bulk(scim, users)))).toEqual(new Set(['409']));
  });

  test('is no more than the whole circle that failed', async () => {
    const taken = name();
    await createUser(taken);
    const circle = [postManaged('a', taken, 'bulkId:b'), postManaged('b', name(), 'bulkId:a')];
    const results = await bulk(scim, [...circle, postUser('c', name())], { failOnErrors: 1 });
    expect(statusesOf(results)).toEqual(['409', '409']);
  });
});

describe('the request as a whole', () => {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];

  test.each<[name: string, body: unknown, status: number]>([
    ['no JSON', '{"schemas":', 400],
    ['no object', '[]', 400],
    ['no operations', { schemas }, 400],
    ['operations that are no list', { schemas, Operations: {} }, 400],
    ['failOnErrors of 0', { schemas, Operations: [], failOnErrors: 0 }, 400],
  ])('is refused: %s', async (_name, body, status) => {
    const answer = await scim('/Bulk', { method: 'POST', body });
    expect(answer.body).toMatchObject({ status: String(status), scimType: 'invalidSyntax' });
    expect(answer.status).toBe(status);
  });

  test('may be empty', async () => {
    expect(await bulk(scim, [])).toEqual([]);
  });

  test('is a POST, or 405', async () => {
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers } = await scim('/Bulk', { method });
      expect([status, headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  test('RFC 7644 §3.7.4: the limits are advertised, and what exceeds them is told them', async () => {
    const limited = await startTestServer({ LOCKSTEP_SCIM_BULK_OPERATIONS: '3', LOCKSTEP_BODY_LIMIT: '2048' });
    const { scim: call } = await createTestOrganization(limited, 'acme');
    expect((await call('/ServiceProviderConfig')).body.bulk).toEqual({
      supported: true,
      maxOperations: 3,
      maxPayloadSize: 2048,
    });
    const users = ['a', 'b', 'c', 'd'].map((userName) => postUser(userName, userName));
    const tooMany = await sendBulk(call, users);
    expect([tooMany.status, tooMany.body.status]).toEqual([413, '413']);
    expect(tooMany.body.detail).toContain('3 operations');
    const tooLarge = await sendBulk(call, [postUser('a', 'a', { title: 'x'.repeat(3000) })]);
    expect([tooLarge.status, tooLarge.body.status]).toEqual([413, '413']);
    expect(tooLarge.body.detail).toContain('2048 bytes');
    expect((await call('/Users')).body.totalResults).toBe(0);
    expect(statusesOf(await bulk(call, users.slice(0, 3)))).toEqual(['201', '201', '201']);
    await limited.close();
  });

  test('is refused while propagation is off, and counted once', async () => {
    const { scim: call } = await createTestOrganization(running, 'off');
    const params = { org: 'off', connection: 'default' };
    await running.call(routes.setPropagation, { params, body: { propagation: false } });
    const answer = await sendBulk(call, [postUser('a', 'a'), postUser('b', 'b')]);
    expect([answer.status, answer.body.status]).toEqual([403, '403']);
    expect((await call('/Users')).body.totalResults).toBe(0);
    expect((await call('/Me', { method: 'POST', body: {} })).status).toBe(501);
    expect(await running.call(routes.getConnection, { params })).toMatchObject({ refusedWhileOff: 1 });
  });
});
