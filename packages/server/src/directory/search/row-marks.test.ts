import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { addOrganization } from '../organizations/add-organization.testing.ts';
import { usersTable } from '../users/users-table.ts';
import { RowMarks } from './row-marks.ts';
import { readSnapshot } from './read-snapshot.ts';
import { shortestWay } from './shortest-way.ts';
import { searchByIndex, type FoundIds } from './search-by-index.ts';

let database: TestDatabase;
let organizationId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  organizationId = await addOrganization(database);
});
afterAll(() => database.close());

async function create(prefix: string, count: number): Promise<void> {
  await sql`
    insert into users (organization_id, id, user_name, user_name_key, display_name, active, resource)
    select ${organizationId}, gen_random_uuid(), name, name, name, true, '{}'
    from (select ${prefix}::text || number from generate_series(1, ${count}::integer) as number) as made (name)`.execute(
    database.db,
  );
}

function page(offset: number, limit: number): Promise<FoundIds> {
  const table = usersTable({ organizationId, baseUrl: '', groups: false });
  return readSnapshot(database, 5000, (snapshot) =>
    searchByIndex(snapshot, { table }, { order: 'ascending', offset, limit }),
  );
}

test('pages begin at rows whose place is known, and are right whatever happens in between', async () => {
  await create('user', 500);
  let random = 12_345;
  const draw = (below: number): number => {
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((random / 2_147_483_648) * below);
  };
  for (let round = 0; round < 150; round += 1) {
    if (round % 10 === 3) await create(`more${round}-`, draw(3));
    // as many come as go: the total is the same, the rows are not
    if (round % 10 === 6) {
      await sql`delete from users where id in (select id from users order by user_name_key desc limit 2)`.execute(
        database.db,
      );
      await create(`again${round}-`, 2);
    }
    const { rows } = await sql<{ id: string }>`select id from users order by id`.execute(database.db);
    const expected = rows.map(({ id }) => id);
    const offset = round % 3 === 0 ? draw(520) : (round * 40) % 480;
    const limit = 1 + draw(50);
    expect(await page(offset, limit)).toEqual({ ids: expected.slice(offset, offset + limit), total: expected.length });
  }
});

test('marks are of one state, and not without bound', () => {
  const marks = new RowMarks({ maxKeys: 2, maxMarks: 3 });
  const offsets = (key: string, state: string): number[] => marks.known({ key, state }).map(({ offset }) => offset);
  const remember = (key: string, state: string, offset: number): void =>
    marks.remember({ key, state }, { offset, id: `id ${offset}` });
  for (const offset of [10, 20, 30, 20]) remember('a', '1', offset);
  expect(offsets('a', '1')).toEqual([10, 30, 20]);
  expect(offsets('a', '2')).toEqual([]);
  expect(offsets('b', '1')).toEqual([]);
  remember('a', '1', 5);
  expect(offsets('a', '1')).toEqual([30, 20, 5]);
  remember('a', '2', 1);
  expect(offsets('a', '1')).toEqual([]);
  for (const key of ['b', 'c']) remember(key, '1', 1);
  expect(offsets('a', '2')).toEqual([]);
});

const marks = [30, 60].map((offset) => ({ offset, id: `id ${offset}` }));

test.each([
  ['the front', 3, { skip: 3, backwards: false }],
  ['the end', 85, { skip: 5, backwards: true }],
  ['a mark before', 35, { skip: 5, backwards: false, mark: marks[0] }],
  ['a mark behind', 48, { skip: 2, backwards: true, mark: marks[1] }],
  ['not from a mark in the page', 22, { skip: 22, backwards: false }],
])('the shortest way starts from %s', (_name, offset, way) => {
  expect(shortestWay({ offset, size: 10, total: 100, marks })).toEqual(way);
});
