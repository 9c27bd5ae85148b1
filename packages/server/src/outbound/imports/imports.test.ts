import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import type { AppImport, ImportedAccount } from './import-queries.ts';

const rules = { exact: ['login-name', 'email'], partial: ['name', 'login-name-prefix'] } as const;

/** A SCIM server with pages of 100, by index or by cursor; `refuse` answers a page with a status instead, once. */
const target = {
  token: randomUUID(),
  accounts: [] as Record<string, unknown>[],
  cursors: false,
  lines: [] as string[],
  refuse: undefined as number | undefined,
  refuseAfter: 0,
};

const server = createServer((request, answer) => {
  const url = new URL(request.url ?? '', 'http://target');
  const send = (status: number, body: object) =>
    answer.writeHead(status, { 'content-type': 'application/scim+json' }).end(JSON.stringify(body));
  if (url.pathname.endsWith('/ServiceProviderConfig')) {
    return send(200, { patch: { supported: true }, pagination: { cursor: target.cursors, index: !target.cursors } });
  }
  target.lines.push(`${request.method} ${decodeURIComponent(url.pathname + url.search)}`);
  const id = url.pathname.split('/')[4];
  if (id !== undefined) {
    const found = target.accounts.find((one) => one['id'] === id);
    return found === undefined ? send(404, {}) : send(200, found);
  }
  if (request.method !== 'GET') return send(400, {});
  const cursor = url.searchParams.get('cursor');
  const start = cursor === null ? Number(url.searchParams.get('startIndex') ?? '1') : Number(cursor || '1');
  if (target.refuse !== undefined && start > target.refuseAfter) {
    const status = target.refuse;
    target.refuse = undefined;
    return send(status, { detail: 'Not now.' });
  }
  const Resources = target.accounts.slice(start - 1, start + 99);
  const next = start + 100 <= target.accounts.length ? { nextCursor: String(start + 100) } : {};
  return send(200, { totalResults: target.accounts.length, Resources, ...(cursor === null ? {} : next) });
});

let bench: Bench;
let baseUrl: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
  bench = await createBench();
});
afterAll(async () => {
  await bench.close();
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  target.refuseAfter = 0;
  target.accounts = [];
  target.cursors = false;
  target.refuse = undefined;
  target.lines.length = 0;
});

const account = (userName: string, more = {}) => ({ id: `id-${userName}`, userName, active: true, ...more });
const off = { apiIntegration: false };
const application = () => bench.addApplication({ baseUrl, token: target.token }, off);

async function imported(place: ApplicationPlace): Promise<AppImport> {
  expect(await bench.outbound.imports.start(place, rules)).toEqual({ kind: 'started' });
  return vi.waitFor(
    async () => {
      const found = (await bench.outbound.imports.get(place))?.import;
      if (found === undefined || found.state === 'running') throw new Error('It is running.');
      return found;
    },
    { timeout: 60_000, interval: 30 },
  );
}

async function accountsOf(place: ApplicationPlace): Promise<ReadonlyMap<string, ImportedAccount>> {
  const page = await bench.outbound.imports.accounts(place, { limit: 200 });
  return new Map(page?.accounts.map((one) => [one.userName, one]));
}

describe.each([false, true])('an import (cursors: %s)', (cursors) => {
  it('reads every page, and goes on after what passes', async () => {
    target.cursors = cursors;
    target.accounts = Array.from({ length: 250 }, (_, index) => account(`page-${cursors}-${index}`));
    Object.assign(target, { refuse: 503, refuseAfter: 100 });
    const place = await application();
    expect(await imported(place)).toMatchObject({ state: 'finished', accounts: 250, counts: { new: 250 } });
    const starts = target.lines.map((line) => /(?:startIndex|cursor)=(\d*)/.exec(line)?.[1]);
    expect(starts).toEqual([cursors ? '' : '1', '101', '101', '201']);
    expect(target.lines.every((line) => line.startsWith('GET'))).toBe(true);
    target.accounts.pop();
    expect(await imported(place)).toMatchObject({ counts: { new: 249 } });
  });
});

it('fails with the application’s words, and starts once at a time', async () => {
  const place = await application();
  target.refuse = 403;
  expect(await imported(place)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('Not now.') as unknown,
  });
  const other = { ...place, slug: 'nowhere' };
  expect(await bench.outbound.imports.start(other, rules)).toEqual({ kind: 'unknown' });
  expect(await bench.outbound.imports.get(other)).toBeUndefined();
});

it('goes on where another worker stopped', async () => {
  target.accounts = Array.from({ length: 150 }, (_, index) => account(`resumed-${index}`));
  const place = await application();
  const id = randomUUID();
  await bench.database.pool.query(
    `insert into app_imports (organization_id, application_id, id, state, rules, position, accounts)
     select organization_id, id, $1, 'running', $2, '{"startIndex":101}', 100 from applications where slug = $3`,
    [id, JSON.stringify(rules), place.slug],
  );
  await vi.waitFor(
    async () =>
      expect((await bench.outbound.imports.get(place))?.import).toMatchObject({ state: 'finished', accounts: 150 }),
    { timeout: 60_000, interval: 30 },
  );
  expect(target.lines).toEqual(['GET /scim/v2/Users?startIndex=101&count=100']);
});

describe('matching', () => {
  it('tells new, exact, partial and conflicting accounts, and what is no account at all', async () => {
    const byName = await bench.addUser('Match-Login');
    const byEmail = await bench.addUser('match-mail', { email: 'Hana@Match.test' });
    const display = await bench.addUser('match-display', { displayName: 'Hana of Match' });
    const prefix = await bench.addUser('match-prefix');
    const [one, two] = [
      await bench.addUser('match-one'),
      await bench.addUser('match-two', { email: 'two@match.test' }),
    ];
    target.accounts = [
      account('match-LOGIN'),
      account('someone@match.test', {
        emails: [{ value: 'x@match.test' }, { value: 'HANA@match.test', primary: true }],
      }),
      account('display@match.test', { name: { givenName: 'Hana', familyName: 'of Match' } }),
      account('match-prefix@elsewhere.test'),
      account('match-one', { emails: [{ value: 'two@match.test' }] }),
      account('match-nobody'),
      { id: 'no-name' },
      { userName: 'no-id' },
      account('match-\u0000odd', { id: 'odd', displayName: 7, emails: 'none' }),
    ];
    const place = await application();
    await imported(place);
    const found = await accountsOf(place);
    const candidates = (name: string) => found.get(name)?.candidates.map(({ userId }) => userId);
    expect(Object.fromEntries([...found].map(([name, { state }]) => [name, state]))).toEqual({
      'match-LOGIN': 'exact',
      'someone@match.test': 'exact',
      'display@match.test': 'partial',
      'match-prefix@elsewhere.test': 'partial',
      'match-one': 'conflict',
      'match-nobody': 'new',
      'match-odd': 'new',
    });
    expect(candidates('match-LOGIN')).toEqual([byName]);
    expect(candidates('someone@match.test')).toEqual([byEmail]);
    expect(candidates('display@match.test')).toEqual([display]);
    expect(candidates('match-prefix@elsewhere.test')).toEqual([prefix]);
    expect(new Set(candidates('match-one'))).toEqual(new Set([one, two]));
  });
});

describe('decisions', () => {
  it('link an account without making one, once, and never somebody else’s', async () => {
    const [id, other] = [await bench.addUser('link-me', { displayName: 'Same' }), await bench.addUser('link-other')];
    target.accounts = [account('link-me', { displayName: 'Same', externalId: id }), account('link-spare')];
    const place = await application();
    await imported(place);
    const { imports } = bench.outbound;
    expect(await imports.exactLinks(place, 10)).toEqual([{ account: 'id-link-me', userId: id }]);
    expect(
      await imports.link(
        place,
        [
          { account: 'id-link-me', userId: id },
          { account: 'id-link-me', userId: other },
          { account: 'id-link-spare', userId: id },
          { account: 'id-nobody', userId: id },
          { account: 'id-link-spare', userId: randomUUID() },
        ],
        actor,
      ),
    ).toEqual({
      linked: 1,
      refused: [
        { account: 'id-link-me', reason: 'account_linked' },
        { account: 'id-link-spare', reason: 'user_linked' },
        { account: 'id-nobody', reason: 'account_unknown' },
        { account: 'id-link-spare', reason: 'user_unknown' },
      ],
    });
    expect(await bench.pair(place, other)).toBeUndefined();
    target.lines.length = 0;
    await bench.outbound.commands.updateApplication(place, { apiIntegration: true }, actor);
    await bench.quiet();
    expect(await bench.pair(place, id)).toMatchObject({
      remoteId: 'id-link-me',
      assigned: true,
      status: 'PROVISIONED',
      syncState: 'SYNCHRONIZED',
    });
    expect(target.lines).toEqual(['GET /scim/v2/Users/id-link-me']);
    expect((await accountsOf(place)).get('link-me')).toMatchObject({ state: 'linked', candidates: [{ userId: id }] });
    expect(await imports.exactLinks(place, 10)).toEqual([]);
    expect(await imports.newPerson(place, 'id-link-me')).toBeUndefined();
    expect(await imports.newPerson(place, 'id-link-spare')).toMatchObject({ userName: 'link-spare' });
  });

  it('to ignore stay for later imports, and can be taken back', async () => {
    target.accounts = [account('ignore-me')];
    const place = await application();
    await imported(place);
    expect(await bench.outbound.imports.ignore(place, ['id-ignore-me', 'id-nobody'], true)).toBe(1);
    expect(await imported(place)).toMatchObject({ counts: { ignored: 1, new: 0 } });
    await bench.outbound.imports.ignore(place, ['id-ignore-me'], false);
    expect((await bench.outbound.imports.get(place))?.import).toMatchObject({ counts: { ignored: 0, new: 1 } });
  });
});
