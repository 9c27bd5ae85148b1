import type { Send } from '@lockstep/scim-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApplicationPlace } from './applications/application-view.ts';
import { createSender } from './target/send.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { startFaultyTarget, type Fault, type FaultyTarget } from './testing/faulty-target.testing.ts';

let bench: Bench;
let target: FaultyTarget;
let place: ApplicationPlace;
let serial = 0;

/** So many writes are given up after a second; everything else has the time that the client profile has. */
let hurried = 0;
const sender = createSender({ allowPlainHttp: false, allowPrivateNetworks: false });
const network = sender.send();

beforeAll(async () => {
  const send: Send = (request) => {
    const hurries = request.method !== 'GET' && hurried > 0;
    if (hurries) hurried -= 1;
    return network(hurries ? { ...request, timeoutMs: 1000 } : request);
  };
  bench = await createBench({ send });
});
afterAll(async () => {
  await bench.close();
  sender.close();
});
beforeEach(async () => {
  target = await startFaultyTarget();
  place = await bench.addApplication(target);
});
afterEach(async () => {
  await bench.outbound.commands.deleteApplication(place, actor);
  await target.close();
});

const accounts = () => [...target.accounts.values()];

/** Commits the fault on the next request of that method. */
function failOnceOn(method: string, fault: Fault): void {
  const queue = [fault];
  target.fault = (got) => (got === method ? queue.shift() : undefined);
}

async function assigned(loginName = `awkward-${(serial += 1)}`): Promise<string> {
  const id = await bench.addUser(loginName);
  // its own creation must not count as a change that comes later
  await bench.followed();
  await bench.assign(place, id);
  return id;
}

async function provisioned(): Promise<string> {
  const id = await assigned();
  await bench.quiet();
  target.log.clear();
  return id;
}

describe('a target that never answers', () => {
  it.each<[string, Fault, number]>([
    ['the account was made: no second creation', { kind: 'silent-after' }, 1],
    ['nothing came of it: looked for again, then made', { kind: 'silent-before' }, 2],
  ])('after it took a creation, %s', async (_name, fault, creations) => {
    // what the target offers is known
    await provisioned();
    failOnceOn('POST', fault);
    hurried = 1;
    const id = await assigned();
    await bench.quiet();
    const sent = target.log.lines().map((line) => line.split(' ')[0]);
    expect(sent.filter((method) => method === 'POST')).toHaveLength(creations);
    // asked before it was made, and again before anything else was done
    expect(sent.slice(0, 3)).toEqual(['GET', 'POST', 'GET']);
    const own = accounts().filter(({ externalId }) => externalId === id);
    expect(own).toHaveLength(1);
    expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED', remoteId: own[0]?.id });
    expect(hurried).toBe(0);
  });

  it.each<[Fault['kind'] & `silent-${string}`, string[]]>([
    ['silent-after', ['PATCH', 'GET']],
    ['silent-before', ['PATCH', 'GET', 'PATCH']],
  ])('after it took a deactivation (%s): it is read, then sent only where needed', async (kind, sent) => {
    const id = await provisioned();
    failOnceOn('PATCH', { kind });
    hurried = 1;
    await bench.outbound.commands.unassignUser(place, id, actor);
    await bench.quiet();
    expect(target.log.lines().map((line) => line.split(' ')[0])).toEqual(sent);
    expect(accounts()).toMatchObject([{ active: false }]);
  });
});

it('a creation that something in between sends twice: the one account is linked', async () => {
  failOnceOn('POST', { kind: 'twice' });
  const id = await assigned();
  await bench.quiet();
  expect(accounts()).toMatchObject([{ externalId: id, active: true }]);
  expect(await bench.pair(place, id)).toMatchObject({ syncState: 'SYNCHRONIZED', remoteId: accounts()[0]?.id });
});

it('a search that does not find yet what is there: no second account, and it is linked in the end', async () => {
  const first = await provisioned();
  const [account] = accounts();
  await bench.outbound.commands.unassignUser(place, first, actor);
  await bench.quiet();
  target.log.clear();
  // the pair has forgotten its account, as after a restore
  await bench.database.pool.query('update app_users set remote_id = null, applied_profile = null');
  let stale = 2;
  target.fault = (method, path) =>
    method === 'GET' && path.includes('filter') && (stale -= 1) >= 0 ? { kind: 'stale' } : undefined;
  await bench.assign(place, first);
  await bench.quiet();
  expect(accounts()).toMatchObject([{ id: account?.id, active: true }]);
  expect(await bench.pair(place, first)).toMatchObject({ syncState: 'SYNCHRONIZED', remoteId: account?.id });
});

it('a target without groups, PATCH, Bulk, filters and discovery says why groups cannot be pushed, and accounts flow', async () => {
  const everybody = (): Fault => ({
    kind: 'answer',
    status: 200,
    body: JSON.stringify({ totalResults: target.accounts.size, Resources: accounts() }),
  });
  target.fault = (method, path) => {
    if (path.includes('/Groups')) return { kind: 'answer', status: 404, body: '<pre>Cannot GET /Groups</pre>' };
    if (method === 'PATCH') return { kind: 'answer', status: 501 };
    return path.includes('filter=') ? everybody() : undefined;
  };
  target.accounts.set('theirs', { id: 'theirs', userName: 'Awkward-there', active: true });
  target.accounts.set('other', { id: 'other', userName: 'somebody else', active: true });
  const [there, leaves] = [await assigned('awkward-there'), await assigned()];
  const group = await bench.addGroup('Nobody takes me', [there, leaves]);
  await bench.followed();
  await bench.outbound.commands.pushGroups(place, { groups: [group], existing: 'link' }, actor);
  await bench.quiet();
  expect(await bench.pushed(place, group)).toMatchObject({
    syncState: 'ERROR',
    error: { kind: 'no-groups', message: expect.stringContaining('does not take groups') as unknown },
  });
  await bench.outbound.commands.unassignUser(place, leaves, actor);
  await bench.editUser(there, { displayName: 'Changed' });
  const late = await assigned();
  await bench.quiet();
  const own = (externalId: string) => accounts().filter((account) => account['externalId'] === externalId);
  expect(own(there)).toMatchObject([{ id: 'theirs', displayName: 'Changed', active: true }]);
  expect(own(leaves)).toMatchObject([{ active: false }]);
  expect(own(late)).toMatchObject([{ active: true }]);
  expect(target.accounts.get('other')).toEqual({ id: 'other', userName: 'somebody else', active: true });
  expect(accounts()).toHaveLength(4);
});
