import { hintNames, routes, type ExchangeDetail } from '@lockstep/admin-api';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ExchangeNotices } from '../../inbound/exchanges/exchange-notices.ts';
import {
  adminToken,
  createTestOrganization,
  scimCaller,
  startTestServer,
  type ScimAnswer,
  type ScimCall,
  type TestServer,
} from '../../test-server.testing.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const params = { org: 'acme', connection: 'default' };
let running: TestServer;
let scim: ScimCall;
let endpoint: string;
let token: string;

beforeAll(async () => {
  running = await startTestServer({ LOCKSTEP_EXCHANGE_BODY_LIMIT: '2000' });
  ({ scim, endpoint, token } = await createTestOrganization(running, 'acme'));
});
afterAll(() => running.close());

const idOf = (answer: ScimAnswer): string => answer.headers.get('x-correlation-id') ?? '';

/** The record of an answered request; it is written a moment later. */
async function recorded(answer: ScimAnswer, place = params): Promise<ExchangeDetail> {
  return vi.waitFor(() => running.call(routes.getExchange, { params: { ...place, exchange: idOf(answer) } }), {
    interval: 20,
  });
}

async function list(query: object): Promise<readonly string[]> {
  const { exchanges } = await running.call(routes.listExchanges, { params, query });
  return exchanges.map(({ method, path, status }) => `${method} ${path} ${status}`);
}

test('a request is recorded with its answer, what it changed and what was put up with', async () => {
  const created = await scim('/Users', {
    method: 'POST',
    body: { schemas: [core], userName: 'Ada@example.com', displayName: 'Ada' },
    headers: { 'user-agent': 'Okta SCIM Client 1.0.0' },
  });
  expect(await recorded(created)).toMatchObject({
    method: 'POST',
    path: '/Users',
    status: 201,
    client: 'okta',
    userAgent: 'Okta SCIM Client 1.0.0',
    token: { name: 'test' },
    address: '127.0.0.1',
    loginName: 'ada@example.com',
    resourceId: created.body.id,
    durationMs: expect.any(Number),
    tolerances: [],
    request: { kept: 'whole', body: expect.stringContaining('"Ada"'), headers: { authorization: 'Bearer ••••••' } },
    answer: { kept: 'whole', body: JSON.stringify(created.body) },
    changes: [{ operation: 'create', resourceType: 'User', resourceName: 'Ada@example.com' }],
  });

  const body = { schemas: [patchSchema], Operations: [{ op: 'Replace', path: 'active', value: 'False' }] };
  const patched = await recorded(await scim(`/Users/${created.body.id}`, { method: 'PATCH', body }));
  expect(patched).toMatchObject({
    client: 'entra',
    tolerances: expect.arrayContaining([
      { name: 'capitalizedOperation', path: '' },
      { name: 'textBoolean', path: 'active' },
    ]),
    changes: [{ operation: 'update', attributes: [{ path: 'active', after: false }] }],
  });
  expect(patched.changes[0]?.actor).toMatchObject({ kind: 'token', address: '127.0.0.1', request: patched.id });

  const read = await recorded(await scim(`/Users/${created.body.id}`));
  expect(read).toMatchObject({ changes: [], request: { kept: 'none' } });

  const gone = await recorded(await scim(`/Users/${created.body.id}`, { method: 'DELETE' }));
  expect(gone).toMatchObject({ status: 204, answer: { kept: 'none' }, changes: [{ operation: 'delete' }] });
  expect(await list({ user: 'ADA@example.com' })).toEqual([
    `DELETE /Users/${created.body.id} 204`,
    `GET /Users/${created.body.id} 200`,
    `PATCH /Users/${created.body.id} 200`,
    'POST /Users 201',
  ]);
});

test('no secret is anywhere in the record', async () => {
  const password = 'correct-horse-battery';
  const answer = await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'secretive', password } });
  expect(await recorded(answer)).toMatchObject({ request: { kept: 'masked' } });
  await recorded(await scimCaller(endpoint, 'lockstep_wrong-secret')('/Users'));
  const { rows } = await sql<{ all: string }>`select exchanges::text as all from exchanges`.execute(
    running.database.db,
  );
  const all = rows.map((row) => row.all).join('\n');
  for (const secret of [password, token, 'lockstep_wrong-secret']) expect(all).not.toContain(secret);
});

test('long bodies are cut, and hostile characters do no harm', async () => {
  const long = await recorded(
    await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'long', title: 'x'.repeat(5000) } }),
  );
  expect(long.request).toMatchObject({ kept: 'cut', body: expect.stringMatching(/^.{2000}$/) });
  const hostile = await scim('/Users', {
    method: 'POST',
    body: '{"schemas":["x"],"userName":"nul\\u0000","a\\u0000b\\ud800":1}',
    headers: { 'user-agent': 'a"b\\c' },
  });
  expect(await recorded(hostile)).toMatchObject({ userAgent: 'a"b\\c', request: { kept: 'whole' } });
});

test('what makes a fixture', async () => {
  const answer = await scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'fixture' } });
  const { id } = await recorded(answer);
  const fixture = await running.call(routes.getExchangeFixture, { params: { ...params, exchange: id } });
  expect(fixture).toMatchObject({
    format: 'lockstep-exchange-1',
    request: { method: 'POST', path: '/Users', body: { schemas: [core], userName: 'fixture' } },
    answer: { status: 201, body: answer.body },
    changes: [{ resourceType: 'User', operation: 'create' }],
  });
});

describe('the list', () => {
  test('is filtered by status, client and time, and paged from the newest', async () => {
    const marks = await Promise.all([404, 404, 404].map(() => scim('/Users/00000000-0000-7000-8000-00000000abcd')));
    for (const mark of marks) await recorded(mark);
    const path = '/Users/00000000-0000-7000-8000-00000000abcd';
    expect(await list({ status: '404', user: path.split('/')[2] })).toEqual(Array(3).fill(`GET ${path} 404`));
    expect(await list({ status: 'failed' })).toEqual([]);
    expect(await list({ client: 'okta' })).toHaveLength(1);
    expect(await list({ to: '2020-01-01T00:00:00.000Z' })).toEqual([]);
    expect((await list({ from: '2020-01-01T00:00:00.000Z' })).length).toBeGreaterThan(3);
    const all = await list({ limit: 200 });
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await running.call(routes.listExchanges, { params, query: { limit: 3, cursor } });
      paged.push(...page.exchanges.map(({ method, path: at, status }) => `${method} ${at} ${status}`));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
  });

  test('of another organization is another list', async () => {
    await createTestOrganization(running, 'other');
    const answer = await scim('/Users?count=1');
    const { id } = await recorded(answer);
    const elsewhere = { org: 'other', connection: 'default' };
    expect((await running.call(routes.listExchanges, { params: elsewhere })).exchanges).toEqual([]);
    await expect(running.call(routes.getExchange, { params: { ...elsewhere, exchange: id } })).rejects.toMatchObject({
      problem: { status: 404 },
    });
  });
});

test('a stranger cannot fill the record', async () => {
  const stranger = await createTestOrganization(running, 'knocked');
  const wrong = scimCaller(stranger.endpoint, 'lockstep_guess');
  for (let guess = 0; guess < 20; guess += 1) expect((await wrong('/Users')).status).toBe(401);
  const place = { org: 'knocked', connection: 'default' };
  await recorded(await stranger.scim('/Users'), place);
  const { exchanges } = await running.call(routes.listExchanges, { params: place });
  expect(exchanges.filter(({ status }) => status === 401)).toHaveLength(6);
  expect(exchanges.find(({ status }) => status === 401)).toMatchObject({ hint: 'tokenUnknown' });
});

/** Failures that an administrator meets, each made to happen. */
describe('advice', () => {
  const org = 'advised';
  const place = { org, connection: 'default' };
  const unknown = '/Users/00000000-0000-7000-8000-000000000000';
  let advised: Awaited<ReturnType<typeof createTestOrganization>>;
  let off: ScimCall;
  let fenced: ScimCall;
  const user = (userName: string): object => ({ method: 'POST', body: { schemas: [core], userName } });
  const group = { method: 'POST', body: { displayName: 'staff' } };

  beforeAll(async () => {
    advised = await createTestOrganization(running, org, 'cybozu');
    await advised.scim('/Users', user('taken'));
    await running.call(routes.changePolicy, { params: place, body: { rules: { groups: 'refused' } } });
    const fencedOff = await createTestOrganization(running, 'fenced');
    fenced = fencedOff.scim;
    const networks = { console: [], scim: ['10.9.8.0/24'] };
    await running.call(routes.setIpRestrictions, { params: { org: 'fenced' }, body: networks });
    await scim('/Groups', group);
    const switchedOff = await createTestOrganization(running, 'switched-off');
    off = switchedOff.scim;
    const params = { org: 'switched-off', connection: 'default' };
    await running.call(routes.setPropagation, { params, body: { propagation: false } });
  });

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
  const elsewhere = { org: 'switched-off', connection: 'default' };

  test.each<[string, () => Promise<ScimAnswer>, typeof params?]>([
    ['tokenMissing', () => scimCaller(advised.endpoint, '')('/Users', { headers: { authorization: 'x' } }), place],
    ['tokenDisabled', () => withToken(disable), place],
    ['tokenExpired', () => withToken(expire), place],
    ['propagationOff', () => off('/Users', user('x')), elsewhere],
    ['addressRefused', () => fenced('/Users'), { org: 'fenced', connection: 'default' }],
    ['groupsNotProvisioned', () => advised.scim('/Groups', group), place],
    ['loginNameTaken', () => advised.scim('/Users', user('TAKEN')), place],
    ['groupNameTaken', () => scim('/Groups', group)],
    ['loginNameKept', renamed, place],
    ['invalidJson', () => advised.scim('/Users', { method: 'POST', body: '{' }), place],
    ['invalidFilter', () => advised.scim('/Users?filter=nothing'), place],
    ['invalidValue', () => advised.scim('/Users', { method: 'POST', body: { schemas: [core] } }), place],
    ['wrongAddress', () => advised.scim('/Persons'), place],
    ['notFound', () => advised.scim(unknown), place],
    ['changedMeanwhile', () => changed(), place],
    [
      'mediaType',
      () => advised.scim('/Users', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }),
      place,
    ],
    ['tooLarge', () => advised.scim('/Users', { method: 'POST', body: `"${'x'.repeat(1_100_000)}"` }), place],
  ])('%s', async (hint, send, at = params) => {
    expect(hintNames).toContain(hint);
    expect(await recorded(await send(), at)).toMatchObject({ hint });
  });

  async function changed(): Promise<ScimAnswer> {
    const { body } = await advised.scim('/Users', user('versioned'));
    return advised.scim(`/Users/${body.id}`, { method: 'DELETE', headers: { 'if-match': 'W/"99"' } });
  }
});

test('what comes faster than LOCKSTEP_EXCHANGE_RATE is counted, and the health of the connection says so', async () => {
  const other = await startTestServer({ LOCKSTEP_EXCHANGE_RATE: '1' });
  try {
    const { scim: send } = await createTestOrganization(other, 'acme');
    const { scim: beside } = await createTestOrganization(other, 'beside');
    const sent = 40;
    await Promise.all(Array.from({ length: sent }, () => send('/Users?count=0')));
    await beside('/Users?count=0');
    const { db } = other.database;
    const params = { org: 'acme', connection: 'default' };
    const counted = await vi.waitFor(
      async () => {
        const { hours, unrecorded } = await other.call(routes.getConnectionHealth, { params });
        expect(hours.reduce((sum, { requests }) => sum + requests, 0)).toBe(sent);
        return unrecorded;
      },
      { interval: 20, timeout: 60_000 },
    );
    const { exchanges } = await other.call(routes.listExchanges, { params });
    expect(exchanges.length).toBe(sent - counted);
    expect(exchanges.length).toBeGreaterThan(0);
    expect(counted).toBeGreaterThan(0);
    // nobody else pays for it
    await vi.waitFor(
      async () => {
        const rows = await db.selectFrom('exchange_hours').select(['requests', 'unrecorded']).execute();
        expect(rows).toContainEqual({ requests: 1, unrecorded: 0 });
      },
      { interval: 20, timeout: 60_000 },
    );
  } finally {
    await other.close();
  }
});

describe.each(['off', 'headers'])('LOCKSTEP_EXCHANGES=%s', (exchanges) => {
  test('keeps what it says', async () => {
    const other = await startTestServer({ LOCKSTEP_EXCHANGES: exchanges });
    try {
      const { scim: send } = await createTestOrganization(other, 'acme');
      await send('/Users', { method: 'POST', body: { schemas: [core], userName: 'ada' } });
      const { db } = other.database;
      const hours = await vi.waitFor(
        () => db.selectFrom('exchange_hours').select(['requests', 'writes']).executeTakeFirstOrThrow(),
        { interval: 20 },
      );
      expect(hours).toEqual({ requests: 1, writes: 1 });
      const kept = await vi.waitFor(
        async () => {
          const rows = await db.selectFrom('exchanges').select(['request_body', 'answer_body', 'status']).execute();
          expect(rows).toHaveLength(exchanges === 'off' ? 0 : 1);
          return rows;
        },
        { interval: 20 },
      );
      if (exchanges === 'headers') expect(kept).toEqual([{ request_body: null, answer_body: null, status: 201 }]);
    } finally {
      await other.close();
    }
  });
});

describe('the audit log', () => {
  const attempts = ['update changes set resource_type = $$X$$', 'delete from changes', 'truncate changes'];

  test.each(attempts)('%s is refused by the database', async (statement) => {
    const { db } = running.database;
    await expect(sql.raw(statement).execute(db)).rejects.toThrow('Entries of the audit log cannot be changed');
  });

  test('goes with its organization', async () => {
    const { db } = running.database;
    const going = await createTestOrganization(running, 'going');
    await recorded(await going.scim('/Users', { method: 'POST', body: { schemas: [core], userName: 'ada' } }), {
      org: 'going',
      connection: 'default',
    });
    const all = await db.selectFrom('changes').select('seq').execute();
    const { id } = await db
      .selectFrom('organizations')
      .select('id')
      .where('slug', '=', 'going')
      .executeTakeFirstOrThrow();
    const left = (table: 'changes' | 'exchanges') =>
      db.selectFrom(table).select('organization_id').where('organization_id', '=', id).execute();
    expect(await left('changes')).not.toEqual([]);
    expect(await left('exchanges')).not.toEqual([]);
    await db.deleteFrom('organizations').where('id', '=', id).execute();
    expect([await left('changes'), await left('exchanges')]).toEqual([[], []]);
    expect((await db.selectFrom('changes').select('seq').execute()).length).toBeLessThan(all.length);
    expect((await db.selectFrom('changes').select('seq').execute()).length).toBeGreaterThan(0);
  });
});

describe('health', () => {
  test('counts each hour, says what Entra would do, and when it has been silent', async () => {
    const place = { org: 'healthy', connection: 'default' };
    const healthy = await createTestOrganization(running, place.org);
    const read = () => running.call(routes.getConnectionHealth, { params: place });
    expect(await read()).toMatchObject({ silent: false, writes: 0, quarantine: { state: 'clear' } });
    expect(await read()).not.toHaveProperty('lastRequestAt');
    let last = new Date();
    const answers: ScimAnswer[] = [];
    for (let index = 0; index < 20; index += 1) {
      last = new Date();
      answers.push(await healthy.scim('/Users', { method: 'POST', body: '{' }));
    }
    for (const answer of answers) await recorded(answer, place);
    const health = await read();
    expect(health).toMatchObject({ writes: 20, failedWrites: 20, quarantine: { state: 'watch', reason: 'share' } });
    expect(health.hours).toHaveLength(48);
    const total = health.hours.reduce((sum, { requests, refused }) => sum + requests + refused, 0);
    expect(total).toBe(40);

    const { db } = running.database;
    // the last use of the token, after which nothing is left to be written
    await vi.waitFor(async () => expect(new Date((await read()).lastRequestAt ?? 0) >= last).toBe(true));
    await sql`update connections set last_request_at = now() - interval '7 hours'
      where organization_id = (select id from organizations where slug = ${place.org})`.execute(db);
    expect(await read()).toMatchObject({ silent: true });
    const disable = { params: { ...place, token: healthy.tokenId }, body: { enabled: false } };
    await running.call(routes.changeApiToken, disable);
    await recorded(await healthy.scim('/Users'), place);
    expect(await read()).toMatchObject({ quarantine: { state: 'quarantine', reason: 'credentials' } });
  });
});

test('other processes on the database are told at once, and tell the pages that are open here', async () => {
  const failures: unknown[] = [];
  const { database } = running;
  const other = new ExchangeNotices({ database, onError: (error) => failures.push(error), pause: 10 });
  const heard: string[] = [];
  other.listen((ids) => heard.push(...ids));
  const { rows } = await sql<{ id: string }>`select id from organizations where slug = 'acme'`.execute(database.db);
  const id = rows[0]?.id ?? '';
  const hears = () =>
    vi.waitFor(
      async () => {
        await scim('/Users?count=1');
        expect(heard).toContain(id);
      },
      { timeout: 60_000, interval: 100 },
    );
  await hears();
  // a connection that is lost is made anew
  heard.length = 0;
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query = 'listen lockstep_exchanges'`.execute(database.db);
  await hears();

  const left = new AbortController();
  const stream = await fetch(`${running.url}/api/v1/organizations/acme/events`, {
    headers: { authorization: `Bearer ${adminToken}` },
    signal: left.signal,
  });
  const told = (async () => {
    let text = '';
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('"exchanges"')) return true;
    }
    return false;
  })();
  const telling = setInterval(() => void other.tell(new Set([id])), 100);
  expect(await told).toBe(true);
  clearInterval(telling);
  left.abort();
  await other.stop();
  expect(failures).toEqual([]);
});
