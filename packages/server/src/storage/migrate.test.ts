import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { migrateToLatest } from './migrate.ts';

const name = `empty_${randomBytes(6).toString('hex')}`;
const opened: Database[] = [];

async function administrate(statement: string): Promise<void> {
  const client = new pg.Client({ ...inject('cluster'), database: 'postgres' });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function open(): Database {
  const database = openDatabase({ connection: { ...inject('cluster'), database: name } });
  opened.push(database);
  return database;
}

beforeAll(() => administrate(`create database ${name}`));
afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await administrate(`drop database ${name} with (force)`);
});

test('several servers that start at once on an empty database all find the newest schema', async () => {
  const databases = [open(), open(), open(), open()];
  await Promise.all(databases.map(({ db }) => migrateToLatest(db)));
  for (const { db } of databases) expect(await db.selectFrom('organizations').selectAll().execute()).toEqual([]);
  await migrateToLatest(open().db);
});

test('a migration that came later than its number says is made up for', async () => {
  const { db } = open();
  await migrateToLatest(db);
  await sql`alter table organizations drop column language`.execute(db);
  await sql`delete from migrations where name = '0140-organization-language'`.execute(db);
  await migrateToLatest(db);
  expect(await db.selectFrom('organizations').select('language').execute()).toEqual([]);
});
