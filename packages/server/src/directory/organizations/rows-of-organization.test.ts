import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('users and changes belong to an organization, and go with it', async () => {
  const id = '00000000-0000-7000-8000-00000000000a';
  const count = async (table: 'users' | 'changes'): Promise<number> =>
    (await database.db.selectFrom(table).select('organization_id').where('organization_id', '=', id).execute()).length;
  const insertUser = sql`
    insert into users (organization_id, id, user_name, user_name_key, display_name, active, resource)
    values (${id}, gen_random_uuid(), 'ann', 'ann', 'Ann', true, '{}')`;
  await expect(insertUser.execute(database.db)).rejects.toThrow('foreign key');
  expect(await count('users')).toBe(0);
  await sql`insert into organizations (id, slug, name, preset) values (${id}, 'gone', 'Gone', 'standard')`.execute(
    database.db,
  );
  await insertUser.execute(database.db);
  await sql`
    insert into changes (organization_id, actor, resource_type, resource_id, operation, attributes)
    values (${id}, '{}', 'User', gen_random_uuid(), 'create', '[]')`.execute(database.db);
  await sql`delete from organizations where id = ${id}`.execute(database.db);
  expect(await count('users')).toBe(0);
  expect(await count('changes')).toBe(0);
});
