import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../storage/test-database.testing.ts';
import type { FeedPosition } from './change.ts';
import { readChanges } from './read-changes.ts';
import { recordChanges } from './record-changes.ts';
import { repairRestoredFeed } from './repair-restored-feed.ts';

const organizationId = '00000000-0000-7000-8000-000000000001';
let database: TestDatabase;

async function record(name: string): Promise<void> {
  await recordChanges(database.db, [
    {
      organizationId,
      actor: { kind: 'system', name },
      resourceType: 'User',
      resourceId: '00000000-0000-7000-8000-0000000000aa',
      operation: 'update',
      attributes: [],
    },
  ]);
}

/** Names of what the follower has still to read. */
async function unread(follower: string): Promise<string[]> {
  const { rows } = await sql<FeedPosition>`
    select xid::text, seq::text from change_followers where name = ${follower}`.execute(database.db);
  const changes = await readChanges(database.db, rows[0] ?? { xid: '0', seq: '0' }, 100);
  return changes.map(({ actor }) => actor.name);
}

/** What pg_restore leaves: rows with the transaction ids of a cluster that had come much further than this one. */
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db
    .insertInto('organizations')
    .values({ id: organizationId, slug: 'restored', name: 'Restored', preset: 'standard' })
    .execute();
  for (const name of ['first', 'second', 'third', 'fourth']) {
    await record(name);
  }
  // The order of visibility was another than the order of writing: the third became visible before the second.
  await database.db.transaction().execute(async (transaction) => {
    await sql`set local lockstep.changes_writable = 'repair'`.execute(transaction);
    for (const [name, xid] of [
      ['first', '8000000000001'],
      ['second', '8000000000003'],
      ['third', '8000000000002'],
      ['fourth', '8000000000004'],
    ]) {
      await sql`update changes set xid = ${xid}::text::xid8 where actor ->> 'name' = ${name}`.execute(transaction);
    }
  });
  const seqOf = (name: string) => sql`(select seq from changes where actor ->> 'name' = ${name})`;
  await sql`insert into change_followers (name, xid, seq) values
    ('up-to-date', '8000000000004', ${seqOf('fourth')}),
    ('behind', '8000000000002', ${seqOf('third')}),
    ('fresh', '0', 0)`.execute(database.db);
});

afterAll(() => database.close());

test('a restored feed moves again: followers read what is new, what they had not read, and nothing is lost', async () => {
  await record('new');
  // Without the repair the new change would never be read.
  await vi.waitFor(async () => expect(await unread('fresh')).toEqual(['new']));
  expect(await unread('up-to-date')).toEqual([]);

  expect(await repairRestoredFeed(database)).toBe(true);
  await record('newer');

  await vi.waitFor(async () => expect(await unread('up-to-date')).toContain('newer'));
  expect(await unread('fresh')).toEqual(['first', 'second', 'third', 'fourth', 'new', 'newer']);
  expect(await unread('behind')).toEqual(['second', 'third', 'fourth', 'new', 'newer']);
  expect((await unread('up-to-date')).at(-1)).toBe('newer');
});

test('a feed in order is left alone', async () => {
  const before = await unread('behind');
  expect(await repairRestoredFeed(database)).toBe(false);
  expect(await unread('behind')).toEqual(before);
});
