import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApplicationPlace } from './applications/application-view.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { startFaultyTarget, type Fault, type FaultyTarget } from './testing/faulty-target.testing.ts';

let bench: Bench;
let target: FaultyTarget;
let place: ApplicationPlace;
let serial = 0;

beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  target = await startFaultyTarget();
  place = await bench.addApplication(target);
});
afterEach(async () => {
  await bench.outbound.commands.deleteApplication(place, actor);
  await target.close();
});

const loginName = () => `person-${(serial += 1)}`;
const accounts = () => [...target.accounts.values()];

/** Commits the faults one by one on the requests of that method; what comes after works. */
function failOn(method: string, ...faults: readonly Fault[]): void {
  const queue = [...faults];
  target.fault = (got) => (got === method ? queue.shift() : undefined);
}

async function assigned(profile = {}): Promise<string> {
  const id = await bench.addUser(loginName(), profile);
  // its own creation must not count as a change that comes later
  await bench.followed();
  await bench.assign(place, id);
  return id;
}

/** Resolves when no request of a pair is under way. */
async function nothingUnderWay(): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await bench.database.pool.query('select from app_users where lease_until is not null');
    expect(rows).toEqual([]);
  });
}

async function provisioned(): Promise<string> {
  const id = await assigned();
  await bench.quiet();
  target.log.clear();
  return id;
}

describe('failures that pass', () => {
  it.each<[string, Fault]>([
    ['500', { kind: 'answer', status: 500 }],
    ['502 with a page', { kind: 'answer', status: 502, body: '<html>' }],
    ['a cut connection', { kind: 'cut-before' }],
    ['429 in seconds', { kind: 'answer', status: 429, headers: { 'retry-after': '0' } }],
    ['503 with a date', { kind: 'answer', status: 503, headers: { 'retry-after': new Date(0).toUTCString() } }],
    ['429 without a wait', { kind: 'answer', status: 429 }],
  ])('%s to a creation: one account in the end', async (_name, fault) => {
    failOn('POST', fault, fault);
    const id = await assigned();
    await bench.quiet();
    expect(accounts()).toHaveLength(1);
    expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED', attempts: 0 });
    expect(await bench.pair(place, id)).not.toHaveProperty('error');
  });

  it.each<[string, Fault]>([
    ['an answer that is lost', { kind: 'cut-after' }],
    ['an answer that lies', { kind: 'lie', status: 500 }],
    ['a gateway that gives up', { kind: 'lie', status: 503 }],
  ])('%s after the account was made: no second one, and no second creation', async (_name, fault) => {
    failOn('POST', fault);
    const id = await assigned();
    await bench.quiet();
    expect(accounts()).toHaveLength(1);
    expect(target.log.lines().filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED', remoteId: accounts()[0]?.id });
  });

  it('reads what became of an update before sending anything again', async () => {
    const id = await provisioned();
    failOn('PATCH', { kind: 'cut-after' });
    await bench.editUser(id, { displayName: 'After' });
    await bench.quiet();
    expect(accounts()).toMatchObject([{ displayName: 'After' }]);
    expect(target.log.lines().map((line) => line.split(' ')[0])).toEqual(['PATCH', 'GET']);
  });

  it('undoes an update that took effect unseen', async () => {
    const id = await assigned({ displayName: 'Before' });
    await bench.quiet();
    failOn('PATCH', { kind: 'cut-after' }, { kind: 'slow', ms: 1 });
    await bench.editUser(id, { displayName: 'After' });
    await vi.waitFor(() => expect(accounts()).toMatchObject([{ displayName: 'After' }]));
    await bench.editUser(id, { displayName: 'Before' });
    await bench.quiet();
    expect(accounts()).toMatchObject([{ displayName: 'Before' }]);
  });

  it('finds the account of a lost creation under the name it was sent with', async () => {
    const id = await bench.addUser(loginName());
    let name = '';
    target.fault = (method) => {
      if (method !== 'POST') return undefined;
      target.fault = () => ({ kind: 'answer', status: 500 });
      return { kind: 'cut-after' };
    };
    await bench.assign(place, id);
    await vi.waitFor(() => expect(accounts()).toHaveLength(1));
    name = accounts()[0]?.userName ?? '';
    await bench.editUser(id, { loginName: `${name}-renamed` });
    target.fault = () => undefined;
    await bench.quiet();
    expect(accounts()).toHaveLength(1);
    expect(await bench.pair(place, id)).toMatchObject({ remoteId: accounts()[0]?.id });
  });

  it('deactivates the account of a lost creation when the user is unassigned meanwhile', async () => {
    const id = await bench.addUser(loginName());
    target.fault = (method) => {
      if (method !== 'POST') return undefined;
      target.fault = () => ({ kind: 'answer', status: 500 });
      return { kind: 'cut-after' };
    };
    await bench.assign(place, id);
    await vi.waitFor(() => expect(accounts()).toHaveLength(1));
    await bench.outbound.commands.unassignUser(place, id, actor);
    target.fault = () => undefined;
    await bench.quiet();
    expect(accounts()).toMatchObject([{ active: false }]);
  });

  it('takes what it believed for outdated when an update is refused', async () => {
    const id = await assigned({ email: 'a@example.test' });
    await bench.quiet();
    const [account] = accounts();
    delete account?.['emails'];
    target.fault = (method) => {
      target.fault = () => undefined;
      return method === 'PATCH' ? { kind: 'answer', status: 400, body: '{"scimType":"noTarget"}' } : undefined;
    };
    await bench.editUser(id, { email: 'b@example.test' });
    await bench.quiet();
    expect(accounts()).toMatchObject([{ emails: [{ value: 'b@example.test', type: 'work' }] }]);
  });
});

describe('refusals', () => {
  it('keep the pair failed until it is retried', async () => {
    failOn('POST', { kind: 'answer', status: 400, body: '{"detail":"The domain is not allowed."}' });
    const id = await assigned();
    await bench.quiet();
    const pair = await bench.pair(place, id);
    expect(pair).toMatchObject({
      syncState: 'ERROR',
      status: 'STAGED',
      error: { status: 400, message: 'The application refused with 400: The domain is not allowed.' },
    });
    expect(pair).not.toHaveProperty('nextAttemptAt');
    const before = target.log.lines().length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(target.log.lines()).toHaveLength(before);
    expect(await bench.outbound.commands.retryAppUsers(place, actor)).toEqual({ kind: 'retried', retried: 1 });
    await bench.quiet();
    expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED', status: 'PROVISIONED' });
  });

  it('end when the user changes', async () => {
    failOn('POST', { kind: 'answer', status: 400 });
    const id = await assigned();
    await bench.quiet();
    await bench.editUser(id, { displayName: 'Better' });
    await bench.quiet();
    expect(accounts()).toMatchObject([{ displayName: 'Better' }]);
  });

  it('403 for one person alone does not stop the others, and fails in the end', async () => {
    const other = await provisioned();
    const refused = await bench.addUser(loginName());
    await bench.followed();
    target.fault = (method) => (method === 'POST' ? { kind: 'answer', status: 403 } : undefined);
    await bench.assign(place, refused);
    let edits = 0;
    await vi.waitFor(async () => {
      const displayName = `Edit ${(edits += 1)}`;
      await bench.editUser(other, { displayName });
      await vi.waitFor(() => expect(accounts()).toMatchObject([{ displayName }]));
      expect(await bench.pair(place, refused)).toMatchObject({ syncState: 'ERROR', error: { status: 403 } });
    });
    expect(target.log.lines().filter((line) => line.startsWith('POST')).length).toBeGreaterThanOrEqual(3);
  });

  it('403 for the only person there is to send does not stop the application either', async () => {
    target.fault = (method) => (method === 'POST' ? { kind: 'answer', status: 403 } : undefined);
    const refused = await assigned();
    await bench.quiet();
    expect(await bench.pair(place, refused)).toMatchObject({ syncState: 'ERROR', error: { status: 403 } });
    expect(target.log.lines().filter((line) => line.startsWith('POST'))).toHaveLength(3);
    expect(await bench.outbound.queries.getApplication(place)).not.toHaveProperty('pause');
  });

  it('403 for every write makes the application wait, and everybody is sent when it ends', async () => {
    target.fault = (method) =>
      method === 'GET' ? undefined : { kind: 'answer', status: 403, body: '{"detail":"Off."}' };
    const ids = await Promise.all(Array.from({ length: 30 }, () => bench.addUser(loginName())));
    await bench.followed();
    // all at once: the first alone would be taken for one who is refused, not for everybody
    await bench.assign(place, ...ids);
    await vi.waitFor(async () => {
      const application = await bench.outbound.queries.getApplication(place);
      expect(application?.pause).toMatchObject({ status: 403, message: 'The application refused with 403: Off.' });
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const page = await bench.outbound.queries.listAppUsers(place, { limit: 100 });
    expect(page?.users.filter(({ syncState }) => syncState === 'ERROR')).toEqual([]);
    target.fault = () => undefined;
    await bench.quiet();
    expect(accounts()).toHaveLength(ids.length);
  });

  it('409 to a creation links the account that is there after all', async () => {
    const id = await bench.addUser(loginName(), { displayName: 'Mine' });
    target.fault = (method) => {
      if (method === 'POST') {
        const userName = `person-${serial}`;
        target.accounts.set('late', { id: 'late', userName, active: true, displayName: 'Theirs' });
      }
      return undefined;
    };
    await bench.assign(place, id);
    await bench.quiet();
    expect(accounts()).toMatchObject([{ id: 'late', displayName: 'Mine', externalId: id }]);
    expect(await bench.pair(place, id)).toMatchObject({ remoteId: 'late', syncState: 'SYNCHRONIZED' });
  });

  it('409 without a visible account is tried a few times, then a person is asked', async () => {
    target.fault = (method) => (method === 'POST' ? { kind: 'answer', status: 409 } : undefined);
    const id = await assigned();
    await bench.quiet();
    expect(await bench.pair(place, id)).toMatchObject({ syncState: 'ERROR', error: { status: 409 } });
    expect(target.log.lines().filter((line) => line.startsWith('POST'))).toHaveLength(3);
  });

  it('never links the account of another person', async () => {
    const owner = await provisioned();
    const [account] = accounts();
    const other = await bench.addUser(loginName());
    if (account !== undefined) account.userName = `person-${serial}`;
    await bench.assign(place, other);
    await bench.quiet();
    expect(accounts()).toMatchObject([{ externalId: owner }]);
    expect(await bench.pair(place, other)).toMatchObject({
      syncState: 'ERROR',
      error: { message: expect.stringContaining('belongs to another person') as unknown },
    });
  });
});

describe('a target that takes nothing', () => {
  it('with 401 is left in peace until its credentials pass the test', async () => {
    target.expect('another token');
    const ids = await Promise.all([assigned(), assigned(), assigned()]);
    await vi.waitFor(async () => {
      const application = await bench.outbound.queries.getApplication(place);
      expect(application?.pause).toMatchObject({
        status: 401,
        message: expect.stringContaining('Unauthorized') as unknown,
      });
    });
    await nothingUnderWay();
    target.log.clear();
    await vi.waitFor(() => expect(target.log.lines().length).toBeGreaterThan(1));
    // nothing but tests of the credentials
    expect(new Set(target.log.lines())).toEqual(new Set(['GET /scim/v2/Users?startIndex=1&count=2']));
    const pair = await bench.pair(place, ids[0]);
    expect(['OUT_OF_SYNC', 'SYNCING']).toContain(pair?.syncState);
    target.expect(target.token);
    await bench.quiet();
    expect(accounts()).toHaveLength(3);
    expect(await bench.outbound.queries.getApplication(place)).not.toHaveProperty('pause');
  });

  it('goes on at once with a new token', async () => {
    target.expect('another token');
    await assigned();
    await vi.waitFor(async () => {
      expect(await bench.outbound.queries.getApplication(place)).toHaveProperty('pause');
    });
    await bench.outbound.commands.updateApplication(place, { apiToken: 'another token' }, actor);
    await bench.quiet();
    expect(accounts()).toHaveLength(1);
  });

  it('with pages in place of SCIM is paused, and says why', async () => {
    target.fault = () => ({ kind: 'answer', status: 403, headers: { 'content-type': 'text/html' }, body: '<html>' });
    await assigned();
    await vi.waitFor(async () => {
      const application = await bench.outbound.queries.getApplication(place);
      expect(application?.pause?.message).toBe(
        'Error authenticating: Forbidden. Errors reported by remote server: Invalid JSON: Unexpected character',
      );
    });
    target.fault = () => undefined;
    await bench.quiet();
    expect(accounts()).toHaveLength(1);
  });

  it.each<[string, () => string]>([
    ['in seconds', () => '1'],
    // dates are of whole seconds
    ['by a date', () => new Date(Date.now() + 1500).toUTCString()],
  ])('waits as long as the target asks for %s', async (_form, retryAfter) => {
    const times: number[] = [];
    let until = 0;
    target.fault = (method) => {
      if (method !== 'POST') return undefined;
      times.push(Date.now());
      if (times.length > 1) return undefined;
      const header = retryAfter();
      until = header === '1' ? Date.now() + 1000 : Date.parse(header);
      return { kind: 'answer', status: 429, headers: { 'retry-after': header } };
    };
    await assigned();
    await bench.quiet();
    expect(times).toHaveLength(2);
    expect(times[1]).toBeGreaterThanOrEqual(until - 10);
  });

  it('that is not there is tried again until it is', async () => {
    const { port } = new URL(target.baseUrl);
    await target.close();
    const id = await assigned();
    await vi.waitFor(async () => {
      const application = await bench.outbound.queries.getApplication(place);
      expect(application?.pause?.message).toContain(`127.0.0.1:${port} refused the connection`);
    });
    target = await startFaultyTarget();
    await bench.outbound.commands.updateApplication(place, { baseUrl: target.baseUrl, apiToken: target.token }, actor);
    await bench.quiet();
    expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED' });
  });

  it('is sent deactivations first, and no more at once than it was given', async () => {
    await bench.outbound.commands.updateApplication(place, { concurrency: 1, requestsPerSecond: 1000 }, actor);
    const leaving = await provisioned();
    await bench.outbound.commands.updateApplication(place, { apiIntegration: false }, actor);
    await Promise.all(Array.from({ length: 10 }, () => assigned()));
    await bench.outbound.commands.unassignUser(place, leaving, actor);
    await bench.followed();
    target.log.clear();
    let [open, most] = [0, 0];
    target.fault = () => {
      most = Math.max(most, (open += 1));
      setTimeout(() => (open -= 1), 3);
      return { kind: 'late', ms: 4 };
    };
    await bench.outbound.commands.updateApplication(place, { apiIntegration: true }, actor);
    await bench.quiet();
    expect(target.log.lines()[0]).toMatch(/^PATCH/);
    expect(accounts()).toHaveLength(11);
    expect(most).toBe(1);
  });

  it('does not hold up other applications', async () => {
    const healthy = await startFaultyTarget();
    const other = await bench.addApplication(healthy);
    // what the target offers is known
    await provisioned();
    target.fault = () => ({ kind: 'slow', ms: 60_000 });
    const ids = await Promise.all(Array.from({ length: 20 }, () => bench.addUser(loginName())));
    await bench.assign(place, ...ids);
    await vi.waitFor(() => expect(target.log.lines().length).toBe(8));
    await bench.assign(other, ...ids);
    await vi.waitFor(() => expect(healthy.accounts.size).toBe(20));
    expect(target.log.lines()).toHaveLength(8);
    await target.close();
    await bench.outbound.commands.updateApplication(place, { apiIntegration: false }, actor);
    await bench.quiet();
    await healthy.close();
  });
});

describe('a new base URL', () => {
  it('is a new target: accounts are looked up there, and ids of the old one never used', async () => {
    const id = await provisioned();
    const next = await startFaultyTarget();
    const [account] = accounts();
    next.accounts.set(account?.id ?? '', { id: account?.id ?? '', userName: 'somebody else', active: true });
    await bench.outbound.commands.updateApplication(place, { baseUrl: next.baseUrl, apiToken: next.token }, actor);
    await bench.quiet();
    expect([...next.accounts.values()]).toMatchObject([
      { userName: 'somebody else', active: true },
      { externalId: id },
    ]);
    expect([...next.accounts.values()][0]).not.toHaveProperty('externalId');
    await next.close();
  });

  it('makes whoever still talks to the old target record nothing', async () => {
    target.fault = (method) => (method === 'POST' ? { kind: 'late', ms: 800 } : undefined);
    const id = await assigned();
    await vi.waitFor(() => expect(accounts()).toHaveLength(1));
    const next = await startFaultyTarget();
    // the old answer comes while the same worker talks to the new target about the same person
    next.fault = (method) => (method === 'POST' ? { kind: 'late', ms: 1200 } : undefined);
    await bench.outbound.commands.updateApplication(place, { baseUrl: next.baseUrl, apiToken: next.token }, actor);
    await vi.waitFor(() => expect(next.accounts.size).toBe(1));
    await bench.quiet();
    expect(await bench.pair(place, id)).toMatchObject({ remoteId: [...next.accounts.keys()][0] });
    expect(next.log.lines().filter((line) => line.includes(accounts()[0]?.id ?? ''))).toEqual([]);
    await next.close();
  });

  it('still deactivates who was to be deactivated, where the account is ours', async () => {
    const id = await provisioned();
    await bench.outbound.commands.updateApplication(place, { deactivateUsers: false }, actor);
    await bench.outbound.commands.unassignUser(place, id, actor);
    await bench.quiet();
    const next = await startFaultyTarget();
    const [account] = accounts();
    next.accounts.set('ours', { ...account, id: 'ours', userName: account?.userName ?? '' });
    const edit = { baseUrl: next.baseUrl, apiToken: next.token, deactivateUsers: true };
    await bench.outbound.commands.updateApplication(place, edit, actor);
    await bench.quiet();
    expect([...next.accounts.values()]).toMatchObject([{ id: 'ours', active: false }]);
    await next.close();
  });
});

it('a pushed group loses a member whose account was deleted by hand, and who is unassigned then', async () => {
  const [stays, goes] = [await provisioned(), await provisioned()];
  const group = await bench.addGroup(`Group of ${stays}`, [stays, goes]);
  await bench.followed();
  await bench.outbound.commands.pushGroups(place, { groups: [group], existing: 'task' }, actor);
  await bench.quiet();
  const members = () => new Set([...target.groups.values()].flatMap((one) => one.members.map(({ value }) => value)));
  const [kept, lost] = [(await bench.pair(place, stays))?.remoteId, (await bench.pair(place, goes))?.remoteId ?? ''];
  expect(members()).toEqual(new Set([kept, lost]));
  target.accounts.delete(lost);
  await bench.outbound.commands.unassignUser(place, goes, actor);
  await bench.quiet();
  expect(members()).toEqual(new Set([kept]));
});
