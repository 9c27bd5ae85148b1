import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestOrganization, startTestServer, type ScimCall, type TestServer } from '../../test-server.testing.ts';

let running: TestServer;
let scim: ScimCall;
beforeAll(async () => {
  running = await startTestServer({ LOCKSTEP_EXCHANGE_BODY_LIMIT: '2000' });
  ({ scim } = await createTestOrganization(running, 'acme'));
});
afterAll(() => running.close());

const place = { org: 'acme', connection: 'default' };
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** The id of the newest record about somebody, once it is written. */
async function recorded(search: { user: string; status?: string }): Promise<string> {
  return vi.waitFor(
    async () => {
      const { exchanges } = await running.call(routes.listExchanges, { params: place, query: search });
      const [newest] = exchanges;
      if (newest === undefined) throw new Error('not yet recorded');
      return newest.id;
    },
    { timeout: 60_000, interval: 50 },
  );
}

const replay = (exchange: string) => running.call(routes.replayExchange, { params: { ...place, exchange } });

/** Everything that a request could leave behind. */
async function footprint(): Promise<unknown> {
  const { db } = running.database;
  const count = async (table: 'changes' | 'users' | 'groups' | 'exchanges' | 'links' | 'group_members') =>
    (await db.selectFrom(table).select(db.fn.countAll().as('n')).executeTakeFirstOrThrow()).n;
  return Promise.all(
    (['changes', 'users', 'groups', 'exchanges', 'links', 'group_members'] as const).map((table) => count(table)),
  );
}

async function make(userName: string): Promise<string> {
  const made = await scim('/Users', { method: 'POST', body: { schemas: [core], userName, active: 'True' } });
  expect(made.status).toBe(201);
  return made.body.id;
}

describe('a dry run', () => {
  test('of a create that went well says that the name is taken now, and afterwards that it would work again', async () => {
    const id = await make('ada@acme.example');
    const exchange = await recorded({ user: id });
    expect(await replay(exchange)).toMatchObject({ status: 409, scimType: 'uniqueness', changes: [] });

    expect((await scim(`/Users/${id}`, { method: 'DELETE' })).status).toBe(204);
    await recorded({ user: id, status: '204' });
    const before = await footprint();
    const outcome = await replay(exchange);
    expect(outcome).toMatchObject({
      status: 201,
      method: 'POST',
      path: '/Users',
      tolerances: [{ name: 'textBoolean' }],
      changes: [{ resourceType: 'User', operation: 'create' }],
    });
    expect(outcome.id).not.toBe(exchange);
    expect(JSON.parse(outcome.answer.body ?? '')).toMatchObject({ userName: 'ada@acme.example', active: true });
    expect(await footprint()).toEqual(before);
    expect((await scim('/Users?filter=userName eq "ada@acme.example"')).body.totalResults).toBe(0);
  });

  test('of a change shows what it would change, attribute by attribute, and changes nothing', async () => {
    const id = await make('grace@acme.example');
    const patch = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { displayName: 'Grace' } }],
    };
    expect((await scim(`/Users/${id}`, { method: 'PATCH', body: patch })).status).toBe(200);
    const exchange = await vi.waitFor(async () => {
      const { exchanges } = await running.call(routes.listExchanges, { params: place, query: { user: id } });
      const found = exchanges.find(({ method }) => method === 'PATCH');
      if (found === undefined) throw new Error('not yet recorded');
      return found.id;
    }, 20_000);
    expect(await replay(exchange)).toMatchObject({ status: 200, changes: [] });
    const back = { ...patch, Operations: [{ op: 'replace', value: { displayName: 'Other' } }] };
    await scim(`/Users/${id}`, { method: 'PATCH', body: back });
    const before = await footprint();
    const outcome = await replay(exchange);
    expect(outcome.changes.map(({ attributes }) => attributes)).toEqual([
      [{ path: 'displayName', before: 'Other', after: 'Grace' }],
    ]);
    expect((await scim(`/Users/${id}`)).body.displayName).toBe('Other');
    expect(((await footprint()) as string[]).slice(0, 3)).toEqual((before as string[]).slice(0, 3));
  });

  test('goes by the switch and the address as they are now', async () => {
    const id = await make('switch@acme.example');
    const exchange = await recorded({ user: id });
    const flip = (propagation: boolean) =>
      running.call(routes.setPropagation, { params: place, body: { propagation } });
    await flip(false);
    const outcome = await replay(exchange);
    await flip(true);
    expect(outcome).toMatchObject({ status: 403, hint: 'propagationOff' });
    const { refusedWhileOff } = await running.call(routes.getConnection, { params: place });
    expect(refusedWhileOff).toBe(0);
  });

  test('of a Bulk and of a group leaves nothing either', async () => {
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'u', data: { schemas: [core], userName: 'bulk@acme.example' } },
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'g',
          data: { schemas: [groupSchema], displayName: 'Bulk', members: [{ value: 'bulkId:u' }] },
        },
      ],
    };
    const sent = await scim('/Bulk', { method: 'POST', body });
    expect(sent.body.Operations.map(({ status }: { status: string }) => status)).toEqual(['201', '201']);
    for (const { location } of sent.body.Operations.toReversed()) {
      expect((await scim(location.slice(location.indexOf('/v2') + 3), { method: 'DELETE' })).status).toBe(204);
    }
    const exchange = await vi.waitFor(async () => {
      const { exchanges } = await running.call(routes.listExchanges, { params: place, query: {} });
      const found = exchanges.find(({ path }) => path === '/Bulk');
      if (found === undefined || exchanges.filter(({ method }) => method === 'DELETE').length < 3)
        throw new Error('not yet');
      return found.id;
    }, 20_000);
    const before = await footprint();
    const outcome = await replay(exchange);
    expect(outcome.status).toBe(200);
    expect(outcome.changes.map(({ resourceType }) => resourceType).toSorted()).toEqual(['Group', 'User']);
    expect(await footprint()).toEqual(before);
  });

  test('is refused for a body that was not kept whole', async () => {
    const userName = 'long@acme.example';
    const made = await scim('/Users', {
      method: 'POST',
      body: { schemas: [core], userName, nickName: 'x'.repeat(3000) },
    });
    const exchange = await recorded({ user: made.body.id });
    await expect(replay(exchange)).rejects.toMatchObject({ problem: { status: 409, code: 'request_not_kept' } });
  });

  test('of requests side by side is right for each', async () => {
    const names = ['a', 'b', 'c', 'd'].map((name) => `side-${name}@acme.example`);
    const made = await Promise.all(names.map((name) => make(name)));
    const exchanges = await Promise.all(made.map((user) => recorded({ user })));
    const outcomes = await Promise.all(exchanges.map((exchange) => replay(exchange)));
    expect(outcomes.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
  });
});
