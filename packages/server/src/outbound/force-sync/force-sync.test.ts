import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';
import { startLoggedEndpoint, type LoggedEndpoint } from '../testing/logged-endpoint.testing.ts';
import type { ForceSync } from './force-sync.ts';

let bench: Bench;
let target: LoggedEndpoint;
let place: ApplicationPlace;
const ids = new Map<string, string>();

beforeAll(async () => {
  target = await startLoggedEndpoint();
  bench = await createBench();
  place = await bench.addApplication(target);
  for (const name of ['f-ada', 'f-bob', 'f-eve']) {
    ids.set(name, await bench.addUser(name, { displayName: `The ${name}`, email: `${name}@example.test` }));
  }
  await bench.assign(place, ...ids.values());
  await bench.quiet();
});
afterAll(async () => {
  await bench.close();
  await target.close();
});

async function forceSync(): Promise<ForceSync | undefined> {
  target.log.clear();
  expect((await bench.outbound.sync.forceSync(place, actor)).kind).toBe('started');
  await vi.waitFor(async () => {
    expect((await bench.outbound.sync.lastForceSync(place))?.forceSync?.state).toBe('finished');
  });
  await bench.quiet();
  return (await bench.outbound.sync.lastForceSync(place))?.forceSync;
}

/** Somebody edits an account at the target. */
async function drift(loginName: string, operation: object): Promise<string> {
  const remoteId = (await bench.pair(place, ids.get(loginName) ?? ''))?.remoteId ?? '';
  const answer = await fetch(`${target.baseUrl}/Users/${remoteId}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] }),
  });
  expect(answer.ok).toBe(true);
  return remoteId;
}

interface Patch {
  readonly Operations: readonly { readonly path: string; readonly value: unknown }[];
}

/** What was sent, as account, path and value. */
function patches(): string[] {
  return target.log
    .written()
    .flatMap(({ path, data }) =>
      (data as Patch).Operations.map((one) => `${path.split('/').at(-1)} ${one.path} ${String(one.value)}`),
    );
}

it('reads the accounts and sends nothing where they are what they should be', async () => {
  expect(await forceSync()).toMatchObject({ total: 3, waiting: 0, same: 3, sent: 0, held: 0, failed: 0 });
  expect(target.log.writes()).toEqual([]);
  expect(target.log.lines()).toHaveLength(3);
});

it('puts right what somebody changed at the target, and nothing else', async () => {
  const edited = await drift('f-bob', { op: 'replace', path: 'displayName', value: 'Somebody’s idea' });
  const off = await drift('f-eve', { op: 'replace', path: 'active', value: false });
  // not ours to manage
  await drift('f-ada', { op: 'replace', path: 'nickName', value: 'Countess' });
  expect(await forceSync()).toMatchObject({ total: 3, waiting: 0, same: 1, sent: 2, failed: 0 });
  expect(patches().toSorted()).toEqual([`${off} active true`, `${edited} displayName The f-bob`].toSorted());
});

it('goes by the switches', async () => {
  await bench.outbound.commands.updateApplication(place, { updateUserAttributes: false }, actor);
  await drift('f-bob', { op: 'replace', path: 'displayName', value: 'Kept' });
  expect(await forceSync()).toMatchObject({ total: 3, same: 2, held: 1, sent: 0 });
  expect(target.log.writes()).toEqual([]);
  await bench.outbound.commands.updateApplication(place, { updateUserAttributes: true }, actor);
  await bench.quiet();
  expect(await forceSync()).toMatchObject({ total: 3, same: 3 });
});

it('compares who is deactivated, too, and leaves alone who is not assigned', async () => {
  const gone = await bench.addUser('f-gone');
  await bench.assign(place, gone);
  await bench.quiet();
  await bench.outbound.commands.unassignUser(place, gone, actor);
  await bench.editUser(ids.get('f-eve') ?? '', { active: false });
  await bench.quiet();
  await drift('f-eve', { op: 'replace', path: 'active', value: true });
  expect(await forceSync()).toMatchObject({ total: 3, same: 2, sent: 1 });
  expect(target.log.writes()).toMatchObject([{ method: 'PATCH' }]);
});

it('does not begin while API integration is off, and leaves an entry in the audit log when it does', async () => {
  await bench.outbound.commands.updateApplication(place, { apiIntegration: false }, actor);
  target.log.clear();
  expect(await bench.outbound.sync.forceSync(place, actor)).toEqual({ kind: 'integration_off' });
  expect(await bench.outbound.sync.forceSync({ ...place, slug: 'no-such' }, actor)).toEqual({ kind: 'unknown' });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(target.log.lines()).toEqual([]);
  const { rows } = await sql<{ after: number }>`
    select c.attributes -> 0 -> 'after' as after from changes c
    where c.resource_type = 'Application' and c.attributes -> 0 ->> 'path' = 'forceSync'`.execute(bench.database.db);
  expect(rows.map(({ after }) => after)).toEqual([3, 3, 3, 3, 3]);
});
