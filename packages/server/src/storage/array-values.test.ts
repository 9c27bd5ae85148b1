import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonArray, jsonbArray, plainArray, textArray } from './array-values.ts';
import { prepare } from './prepared.ts';
import { createTestDatabase, type TestDatabase } from './test-database.testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const read = prepare<{ texts: unknown; documents: unknown; binary: unknown; plain: unknown; instants: unknown }>(
  'read arrays',
  `select to_jsonb($1::text[]) as texts, to_jsonb($2::json[]) as documents, to_jsonb($3::jsonb[]) as binary,
     $4::uuid[] as plain, $5::timestamptz[] as instants`,
);

const texts = ['', 'plain', '"quoted" \\ {braced}, null', 'null', null, '日本語 𠮷', '\n\t'];
const documents = [{}, [1, 'two "2"', null], 'ümlaut \\"', 1.5, { '{': '}' }];
const ids = ['00000000-0000-7000-8000-000000000001', 'ffffffff-ffff-4fff-bfff-ffffffffffff'];
const instants = [new Date('2026-01-01T00:00:00.123Z'), new Date(0)];

test.each([
  ['with values', texts, documents, ids, instants],
  ['empty', [], [], [], []],
])('arrays arrive as they were given: %s', async (_name, texts, documents, ids, instants) => {
  const json = documents.map((one) => JSON.stringify(one));
  const values = [textArray(texts), jsonArray(json), jsonbArray(json), plainArray(ids), plainArray(instants)];
  const expected = { texts, documents, binary: documents, plain: ids, instants };
  expect(await read(database.db, values)).toEqual([expected]);
});

test('a prepared statement is planned once for a connection, and takes part in its transaction', async () => {
  await database.db.transaction().execute(async (transaction) => {
    await sql`set local timezone = 'UTC'`.execute(transaction);
    const values = [textArray([]), jsonArray([]), jsonbArray([]), plainArray([]), plainArray([])];
    await read(transaction, values);
    await read(transaction, values);
    const { rows } = await sql<{ times: string }>`
      select (generic_plans + custom_plans)::text as times from pg_prepared_statements
      where name = 'read arrays'`.execute(transaction);
    expect(Number(rows[0]?.times)).toBeGreaterThanOrEqual(2);
  });
});
