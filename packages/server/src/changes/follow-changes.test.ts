import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../storage/test-database.testing.ts';
import type { ChangeEntry } from './change.ts';
import { FeedSignal } from './feed-signal.ts';
import { followChanges, type Follower } from './follow-changes.ts';
import { feedStart, readChanges } from './read-changes.ts';
import { recordChanges } from './record-changes.ts';

const organizationId = '00000000-0000-7000-8000-000000000001';
let database: TestDatabase;
let followers: Follower[] = [];

/** Names of what changed, by its id: a follower is handed no more than that. */
const names = new Map<string, string>();

function entry(name: string): ChangeEntry {
  const resourceId = randomUUID();
  names.set(resourceId, name);
  return {
    organizationId,
    actor: { kind: 'system', name },
    resourceType: 'User',
    resourceId,
    operation: 'update',
    attributes: [],
  };
}

/** A follower that notes the names of what it was handed. */
function follow(
  name: string,
  seen: string[],
  { fail, organizations }: { readonly fail?: () => void; readonly organizations?: string } = {},
): Follower {
  const follower = followChanges({
    database,
    signal: new FeedSignal(),
    name,
    organizations: organizations ?? `select '${organizationId}'::uuid as organization_id`,
    onChanges: async (changes) => {
      fail?.();
      seen.push(...changes.map(({ resourceId }) => names.get(resourceId) ?? '?'));
    },
    onError: () => {},
    pollInterval: 60_000,
  });
  followers.push(follower);
  return follower;
}

/**
 * Catches up until something was seen. Other test files write on the same PostgreSQL, and the oldest transaction of
 * any database holds the feed back.
 */
async function catchUpTo(follower: Follower, arrived: () => boolean): Promise<void> {
  await vi.waitFor(
    async () => {
      await follower.catchUp();
      expect(arrived()).toBe(true);
    },
    { interval: 10 },
  );
}

/** Opens a transaction that has written an entry and waits for the word to commit. */
async function writeSlowly(name: string): Promise<() => Promise<void>> {
  const written = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const transaction = database.db.transaction().execute(async (open) => {
    await recordChanges(open, [entry(name)]);
    written.resolve();
    await release.promise;
  });
  await written.promise;
  return async () => {
    release.resolve();
    await transaction;
  };
}

beforeAll(async () => {
  database = await createTestDatabase();
  await database.db
    .insertInto('organizations')
    .values({ id: organizationId, slug: 'acme', name: 'Acme', preset: 'standard' })
    .execute();
});
beforeEach(async () => {
  await database.db.transaction().execute(async (transaction) => {
    await sql`set local lockstep.changes_writable = 'retention'`.execute(transaction);
    await transaction.deleteFrom('changes').execute();
  });
});
afterAll(async () => {
  await Promise.all(followers.map((follower) => follower.stop()));
  await database.close();
});

test('a change that commits late is not skipped', async () => {
  const seen: string[] = [];
  const follower = follow('late', seen);
  const commitEarlyNumber = await writeSlowly('written first, committed last');
  await recordChanges(database.db, [entry('written last, committed first')]);
  await follower.catchUp();
  // a reader that goes by sequence numbers would take this one now, and never see the other
  expect(await database.db.selectFrom('changes').selectAll().execute()).toHaveLength(1);
  expect(seen).toEqual([]);
  await commitEarlyNumber();
  await catchUpTo(follower, () => seen.length === 2);
  expect(seen).toEqual(['written first, committed last', 'written last, committed first']);
});

test('many writers at once: every change is handed over exactly once', async () => {
  const seen: string[] = [];
  const follower = follow('many', seen);
  await follower.catchUp();
  const written = Array.from({ length: 300 }, (_, index) => `change ${index}`);
  let writing = true;
  const reading = (async () => {
    while (writing) await follower.catchUp();
  })();
  await Promise.all(
    written.map((name) =>
      database.db.transaction().execute((transaction) => recordChanges(transaction, [entry(name)])),
    ),
  );
  writing = false;
  await reading;
  await catchUpTo(follower, () => seen.length >= written.length);
  expect([...seen].sort()).toEqual([...written].sort());
});

test('what concerns nobody is passed by, whether somebody is followed or not', async () => {
  const seen: string[] = [];
  const follower = follow('choosy', seen);
  const elsewhere = { ...entry('of another organization'), organizationId: randomUUID() };
  const nobody: string[] = [];
  const bystander = follow('bystander', nobody, {
    organizations: 'select id as organization_id from organizations where false',
  });
  await recordChanges(database.db, [elsewhere, entry('of ours'), elsewhere]);
  await catchUpTo(follower, () => seen.length > 0);
  expect(seen).toEqual(['of ours']);
  const positionOf = (name: string) =>
    database.db.selectFrom('change_followers').select(['xid', 'seq']).where('name', '=', name).executeTakeFirst();
  const { xid, seq } = (await readChanges(database.db, feedStart, 1000)).at(-1)?.position ?? feedStart;
  await vi.waitFor(async () => {
    await Promise.all([follower.catchUp(), bystander.catchUp()]);
    expect(await positionOf('choosy')).toEqual({ xid, seq });
    expect(await positionOf('bystander')).toEqual({ xid, seq });
  });
  expect(nobody).toEqual([]);
});

test('what fails comes again, and the position moves only with success', async () => {
  const seen: string[] = [];
  let failures = 2;
  const follower = follow('failing', seen, {
    fail: () => {
      failures -= 1;
      if (failures >= 0) throw new Error('not now');
    },
  });
  await recordChanges(database.db, [entry('stubborn')]);
  await vi.waitFor(() => expect(follower.catchUp()).rejects.toThrow('not now'));
  await expect(follower.catchUp()).rejects.toThrow('not now');
  await catchUpTo(follower, () => seen.length > 0);
  await follower.catchUp();
  expect(seen).toEqual(['stubborn']);
});

test('two processes under one name share the work', async () => {
  const one: string[] = [];
  const other: string[] = [];
  await recordChanges(
    database.db,
    Array.from({ length: 50 }, (_, index) => entry(String(index))),
  );
  const [first, second] = [follow('shared', one), follow('shared', other)];
  await Promise.all([first, second].map((follower) => catchUpTo(follower, () => one.length + other.length >= 50)));
  expect([...one, ...other]).toHaveLength(50);
});

test('a rolled-back change is never seen', async () => {
  await database.db
    .transaction()
    .execute(async (transaction) => {
      await recordChanges(transaction, [entry('undone')]);
      throw new Error('roll back');
    })
    .catch(() => {});
  expect(await readChanges(database.db, feedStart, 10)).toEqual([]);
});
