import { parseSort, compileFilter, lenientDialect } from '@lockstep/scim';
import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { groupResourceType } from '../groups/group-type.ts';
import { groupsTable } from '../groups/groups-table.ts';
import { addOrganization } from '../organizations/add-organization.testing.ts';
import { fillSearchColumns } from '../users/fill-search-columns.ts';
import { userResourceType } from '../users/user-type.ts';
import { usersTable } from '../users/users-table.ts';
import { countRows } from './count-rows.ts';
import { readSnapshot } from './read-snapshot.ts';
import { searchByIndex } from './search-by-index.ts';
import { searchFrom, type Position } from './search-from.ts';
import { conditionOf, type Source } from './source.ts';

const count = 30_000;
let database: TestDatabase;
let organizationId: string;

/** Many users, written by one statement: how they come about does not matter here, only how they are found. */
beforeAll(async () => {
  database = await createTestDatabase();
  organizationId = await addOrganization(database);
  const numbers = Array.from({ length: count }, (_none, index) => index);
  const resources = numbers.map((index) => ({
    userName: `user${index}@example.com`,
    ...(index % 3 === 0 ? {} : { displayName: `Person ${index}` }),
    active: index % 50 !== 0,
    emails: [
      { value: `USER${index}@example.com`, type: 'work', primary: true },
      { value: `home${index}@example.org`, type: 'home' },
    ],
  }));
  await sql`
    insert into users (organization_id, id, user_name, user_name_key, external_id, display_name, active, resource,
      modified_at)
    select ${organizationId}, gen_random_uuid(), resource ->> 'userName', resource ->> 'userName', 'ext-' || number,
      'Person', (resource -> 'active')::boolean, resource,
      date_trunc('milliseconds', now()) - number * interval '1 minute'
    from unnest(
      ${numbers}::integer[],
      ${resources.map((resource) => JSON.stringify(resource))}::jsonb[]
    ) as made (number, resource)`.execute(database.db);
  await fillSearchColumns(database.db, async () => userResourceType);
  await database.pool.query('vacuum analyze users, user_states');
});
afterAll(() => database.close());

function sourceOf(filter?: string, sortBy?: string): Source {
  return {
    table: usersTable({ organizationId, baseUrl: 'https://lockstep.example', groups: true }),
    ...(filter === undefined
      ? {}
      : { filter: compileFilter(filter, userResourceType, { dialect: lenientDialect }).filter }),
    ...(sortBy === undefined ? {} : { sortBy: parseSort({ sortBy }, userResourceType)?.attribute }),
  };
}

/** The plan of a statement, as text. */
async function explain(statement: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${statement}`.execute(database.db);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

describe('which index answers', () => {
  const cases: readonly (readonly [filter: string, index: string])[] = [
    ['id eq "0192a000-0000-7000-8000-000000000000"', 'users_pkey'],
    ['userName eq "User77@example.com"', 'users_user_name'],
    ['userName sw "user77"', 'users_user_name'],
    ['userName ge "user777" and userName lt "user778"', 'users_user_name'],
    ['externalId eq "ext-77"', 'users_external_id'],
    ['externalId sw "ext-777"', 'users_external_id'],
    ['displayName eq "Person 77"', 'users_display_name'],
    ['displayName sw "person 777"', 'users_display_name'],
    ['emails eq "user77@example.com"', 'users_email'],
    ['emails.value eq "home77@example.org"', 'users_email'],
    ['emails[type eq "work" and value eq "user77@example.com"]', 'users_email'],
    ['emails[type eq "work"].value eq "user77@example.com"', 'users_email'],
    ['active eq false', 'user_states_inactive'],
    ['meta.lastModified gt "2100-01-01T00:00:00Z"', 'user_states_modified'],
    [`meta.lastModified ge "${new Date(Date.now() - 600_000).toISOString()}"`, 'user_states_modified'],
    ['userName eq "user77@example.com" or emails eq "user78@example.com"', 'users_email'],
    ['userName eq "user77@example.com" and title ne "x" and not (active eq false)', 'users_user_name'],
  ];
  test.each(cases)('%s', async (filter, index) => {
    const source = sourceOf(filter);
    const plan = await explain(sql`select users.id from ${source.table.from} where ${conditionOf(source)}`);
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan');
  });
});

describe('which index answers for groups', () => {
  /** Every user is in one of so many groups. */
  const groups = 3000;

  beforeAll(async () => {
    await sql`
      insert into groups (organization_id, id, display_name, display_name_key, resource)
      select ${organizationId}, gen_random_uuid(), 'Group ' || number, 'group ' || number, '{}'
      from generate_series(0, ${groups}::integer - 1) as number`.execute(database.db);
    await sql`
      insert into group_members (organization_id, group_id, user_id)
      select ${organizationId}, groups.id, member.id
      from (select id, row_number() over () as number from users) as member
      join groups on groups.display_name_key = 'group ' || member.number % ${groups}::integer`.execute(database.db);
    await database.pool.query('vacuum analyze groups, group_members');
  });

  test.each([
    ['displayName eq "Group 77"', 'groups_display_name'],
    ['members.value eq "$user"', 'group_members_user'],
    ['members eq "$user"', 'group_members_user'],
    ['members[value eq "$user"]', 'group_members_user'],
    ['members[value eq "$user" and type eq "User"]', 'group_members_user'],
    ['displayName eq "Group 77" and members.value eq "$user"', 'groups_display_name'],
  ])('%s', async (template, index) => {
    const { rows } = await sql<{ id: string }>`select id from users limit 1`.execute(database.db);
    const filter = template.replace('$user', rows[0]?.id ?? '');
    const source: Source = {
      table: groupsTable({ organizationId, baseUrl: 'https://lockstep.example' }),
      filter: compileFilter(filter, groupResourceType, { dialect: lenientDialect }).filter,
    };
    const plan = await explain(sql`select id from groups where ${conditionOf(source)}`);
    expect(plan).toContain(index);
    expect(plan).not.toContain('Seq Scan');
  });
});

async function everybody(order: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from users where organization_id = ${organizationId} order by ${sql.raw(order)}`.execute(database.db);
  return rows.map(({ id }) => id);
}

describe('pages', () => {
  const sorts: readonly (readonly [sortBy: string | undefined, order: 'ascending' | 'descending', sql: string])[] = [
    [undefined, 'ascending', 'id'],
    ['userName', 'ascending', 'user_name_key, id'],
    ['userName', 'descending', 'user_name_key desc, id desc'],
    ['displayName', 'ascending', 'display_key, id'],
    ['displayName', 'descending', 'display_key desc, id desc'],
    ['meta.lastModified', 'ascending', 'modified_at, id'],
    ['meta.lastModified', 'descending', 'modified_at desc, id desc'],
    ['active', 'ascending', 'active, id'],
  ];
  test.each(sorts)('by %s %s: every page by index and by cursor is where it belongs', async (sortBy, order, text) => {
    const expected = await everybody(text);
    const pages = await readSnapshot(database, 20_000, async (snapshot) => {
      const source = sourceOf(undefined, sortBy);
      expect(await countRows(snapshot, source)).toBe(count);
      // from the front, from the end, across both, and beyond
      for (const offset of [0, 14_950, 15_001, count - 37, count + 5]) {
        const page = await searchByIndex(snapshot, source, { order, offset, limit: 100 });
        expect(page).toEqual({ ids: expected.slice(offset, offset + 100), total: count });
      }
      const found: string[] = [];
      let after: Position | undefined;
      for (;;) {
        const { positions, more } = await searchFrom(snapshot, source, { order, limit: 7000, after });
        found.push(...positions.map(({ id }) => id));
        if (!more) return found;
        after = positions.at(-1);
      }
    });
    expect(pages).toEqual(expected);
  });
});

test('a query that takes too long is refused in SCIM words, and the connection serves on', async () => {
  const slow = readSnapshot(database, 50, (snapshot) => sql`select pg_sleep(2)`.execute(snapshot));
  await expect(slow).rejects.toMatchObject({
    status: 400,
    scimType: 'tooMany',
    detail: expect.stringContaining('50 ms'),
  });
  const { total } = await readSnapshot(database, 5000, (snapshot) =>
    searchByIndex(snapshot, sourceOf('active eq false'), { order: 'ascending', offset: 0, limit: 1 }),
  );
  expect(total).toBe(count / 50);
});

test('the counter follows creations, deletions and their undoing, whoever writes', async () => {
  const total = (): Promise<number> => readSnapshot(database, 5000, (snapshot) => countRows(snapshot, sourceOf()));
  const insert = sql`
    insert into users (organization_id, id, user_name, user_name_key, display_name, active, resource)
    select ${organizationId}, gen_random_uuid(), name, name, name, true, '{}'
    from (select 'extra' || number from generate_series(1, 7) as number) as made (name)
    on conflict do nothing`;
  const remove = sql`delete from users where user_name_key in (select user_name_key from users
    where user_name_key like 'extra%' order by user_name_key limit 3)`;
  await insert.execute(database.db);
  expect(await total()).toBe(count + 7);
  await insert.execute(database.db);
  expect(await total()).toBe(count + 7);
  await database.db
    .transaction()
    .execute(async (transaction) => {
      await remove.execute(transaction);
      throw new RangeError('undo');
    })
    .catch((error: unknown) => expect(error).toBeInstanceOf(RangeError));
  expect(await total()).toBe(count + 7);
  await Promise.all(Array.from({ length: 5 }, () => remove.execute(database.db)));
  const { rows } = await sql<{ number: number }>`select count(*)::integer as number from users`.execute(database.db);
  expect(await total()).toBe(rows[0]?.number);
  await sql`delete from users where user_name_key like 'extra%'`.execute(database.db);
  expect(await total()).toBe(count);
});

test('deleting an organization takes its counters along', async () => {
  const gone = await addOrganization(database, 'gone');
  const insert = sql`insert into users (organization_id, id, user_name, user_name_key, display_name, active, resource)
    values (${gone}, gen_random_uuid(), 'x', 'x', 'x', true, '{}')`;
  await insert.execute(database.db);
  const counters = sql`select from resource_counts where organization_id = ${gone}`;
  expect((await counters.execute(database.db)).rows).toHaveLength(1);
  await sql`delete from organizations where id = ${gone}`.execute(database.db);
  expect((await counters.execute(database.db)).rows).toHaveLength(0);
});

test('users older than the search columns get theirs at the start', async () => {
  await sql`update users set email_keys = null where user_name_key in ('user5@example.com', 'user6@example.com')`.execute(
    database.db,
  );
  const found = (): Promise<number> =>
    readSnapshot(database, 5000, (snapshot) => countRows(snapshot, sourceOf('emails eq "user5@example.com"')));
  expect(await found()).toBe(0);
  await fillSearchColumns(database.db, async () => userResourceType);
  expect(await found()).toBe(1);
});
