import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteOldChanges } from '../../changes/audit/delete-old-changes.ts';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { deleteOldExchanges } from './delete-old-exchanges.ts';

const day = 86_400_000;
const now = new Date('2026-06-01T00:00:00Z');
const [one, other] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const [id, slug] of [
    [one, 'one'],
    [other, 'other'],
  ] as const) {
    await database.db.insertInto('organizations').values({ id, slug, name: slug, preset: 'standard' }).execute();
    for (let age = 0; age < 20; age += 1) {
      const at = new Date(now.getTime() - age * day - 1000);
      await sql`
        insert into exchanges select * from jsonb_populate_record(null::exchanges, ${JSON.stringify({
          organization_id: id,
          id: uuid({ msecs: at.getTime() }),
          at: at.toISOString(),
          duration_ms: 1,
          method: 'GET',
          path: '/Users',
          status: 200,
          client: 'other',
          user_agent: '',
          address: '',
          request_headers: {},
          request_kept: 'none',
          request_bytes: 0,
          answer_headers: {},
          answer_kept: 'none',
          answer_bytes: 0,
        })}::jsonb)`.execute(database.db);
      await sql`
        insert into changes (organization_id, at, actor, resource_type, resource_id, operation, attributes)
        values (${id}, ${at}, '{}', 'User', ${one}, 'update', '[]')`.execute(database.db);
    }
  }
});
afterAll(() => database.close());

async function count(table: 'exchanges' | 'changes', id: string): Promise<number> {
  const rows = await database.db
    .selectFrom(table)
    .select('organization_id')
    .where('organization_id', '=', id)
    .execute();
  return rows.length;
}

test('what is too old goes, then what is too much, of each organization by itself', async () => {
  expect(await deleteOldExchanges(database.db, { days: 15, rows: 1000 }, now)).toBe(10);
  expect([await count('exchanges', one), await count('exchanges', other)]).toEqual([15, 15]);
  await sql`delete from exchanges where organization_id = ${other} and at < ${new Date(now.getTime() - 5 * day)}`.execute(
    database.db,
  );
  expect(await deleteOldExchanges(database.db, { days: 15, rows: 8 }, now)).toBe(7);
  expect([await count('exchanges', one), await count('exchanges', other)]).toEqual([8, 5]);
  const { rows } = await sql<{ oldest: Date }>`
    select min(at) as oldest from exchanges where organization_id = ${one}`.execute(database.db);
  expect(rows[0]?.oldest).toEqual(new Date(now.getTime() - 7 * day - 1000));
  expect(await deleteOldExchanges(database.db, { days: 15, rows: 8 }, now)).toBe(0);
});

test('entries of the audit log go by age, and none that a follower has not read', async () => {
  // those that every database has stand where it was made
  await sql`delete from change_followers`.execute(database.db);
  await sql`insert into change_followers (name, xid, seq)
    select 'slow', xid, seq from changes order by changes.xid, changes.seq limit 1 offset 17`.execute(database.db);
  expect(await deleteOldChanges(database.db, 15, now)).toBe(3);
  await sql`delete from change_followers`.execute(database.db);
  expect(await deleteOldChanges(database.db, 15, now)).toBe(7);
  expect(await count('changes', other)).toBe(15);
});
