import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDatabase, type Database } from './database.ts';
import { createOrganization } from '../directory/organizations/organizations.ts';
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

test('users who are older than their states get them', async () => {
  const { db } = open();
  await migrateToLatest(db);
  await sql`drop table user_states`.execute(db);
  await sql`drop function add_user_states, move_user_states, remove_user_states cascade`.execute(db);
  await sql`create index users_modified on users (organization_id, modified_at, id)`.execute(db);
  await sql`create index users_inactive on users (organization_id, id) where not active`.execute(db);
  await sql`delete from migrations where name = '0320-user-states'`.execute(db);
  const organization = await createOrganization(db, { slug: 'acme', name: 'Acme', preset: 'standard' });
  await sql`
    insert into users (organization_id, id, user_name, user_name_key, display_name, active, active_given, resource,
      modified_at)
    select ${organization?.id}::uuid, gen_random_uuid(), name, name, name, active, given, '{}', '2026-01-02T03:04:05.678Z'
    from (values ('ann', true, true), ('bob', false, true), ('cid', true, false)) as made (name, active, given)`.execute(
    db,
  );
  await migrateToLatest(db);
  const { rows } = await sql`
    select user_name, state.modified_at, shown_active from users join user_states as state
      on state.organization_id = users.organization_id and state.user_id = users.id
    order by user_name`.execute(db);
  const modified_at = new Date('2026-01-02T03:04:05.678Z');
  expect(rows).toEqual([
    { user_name: 'ann', modified_at, shown_active: true },
    { user_name: 'bob', modified_at, shown_active: false },
    { user_name: 'cid', modified_at, shown_active: null },
  ]);
});
