import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { createTestDatabase, type TestDatabase } from './test-database.testing.ts';

const poolSize = 6;
let empty: TestDatabase;
let database: Database;

/** A transaction that stays open, on the backend with this process id. */
interface Held {
  readonly pid: number;
  readonly end: () => Promise<void>;
}

async function hold(): Promise<Held> {
  const release = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<number>();
  const transaction = database.db.transaction().execute(async (open) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(open);
    begun.resolve(rows[0]?.pid ?? 0);
    await release.promise;
  });
  transaction.catch(begun.reject);
  const pid = await begun.promise;
  return {
    pid,
    end: () => {
      release.resolve();
      return transaction;
    },
  };
}

function backends(all: readonly Held[]): ReadonlySet<number> {
  return new Set(all.map(({ pid }) => pid));
}

async function connections(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(empty.db);
  return rows[0]?.count ?? 0;
}

beforeAll(async () => {
  empty = await createTestDatabase();
});
beforeEach(() => {
  database = openDatabase({ connection: empty.connection, poolSize });
});
afterEach(async () => {
  await database.close();
});
afterAll(async () => {
  await empty.close();
});

test('what runs by itself stays on the first connections, whichever came back last', async () => {
  const all = [await hold(), await hold(), await hold(), await hold(), await hold(), await hold()];
  expect(backends(all).size).toBe(poolSize);
  for (const { end } of all) await end();
  const first = backends(all.slice(0, 3));
  for (let round = 0; round < 5; round += 1) {
    const pair = [await hold(), await hold()];
    for (const { pid, end } of pair) {
      expect(first.has(pid)).toBe(true);
      await end();
    }
  }
});

test('as many connections are used at once as there are, even by what begins in one turn, and nobody waits for a held one', async () => {
  const all = await Promise.all(Array.from({ length: poolSize }, hold));
  expect(backends(all).size).toBe(poolSize);
  await Promise.all(all.map(({ end }) => end()));
  const again = await Promise.all(Array.from({ length: poolSize }, hold));
  expect(backends(again)).toEqual(backends(all));
  await Promise.all(again.map(({ end }) => end()));
});

test('whoever finds all connections taken waits for one', async () => {
  const all = await Promise.all(Array.from({ length: poolSize }, hold));
  const next = hold();
  await all[4]?.end();
  await all[0]?.end();
  const { pid, end } = await next;
  expect(backends(all).has(pid)).toBe(true);
  await end();
  await Promise.all(all.map((held) => held.end()));
});

test('closing ends every connection', async () => {
  const before = await connections();
  const all = await Promise.all(Array.from({ length: poolSize }, hold));
  expect(await connections()).toBe(before + poolSize);
  await Promise.all(all.map(({ end }) => end()));
  await database.close();
  await expect.poll(connections).toBe(before);
  database = openDatabase({ connection: empty.connection, poolSize });
});

test('a pool too small for writes and what comes between is refused', () => {
  for (const tooFew of [0, 1, 3]) {
    expect(() => openDatabase({ connection: empty.connection, poolSize: tooFew })).toThrow(RangeError);
  }
});
