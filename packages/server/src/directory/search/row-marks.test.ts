import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import { createOrganization } from '../organizations/organizations.ts';
import { usersTable } from '../users/users-table.ts';
import { RowMarks } from './row-marks.ts';
import { readSnapshot } from './read-snapshot.ts';
import { searchByIndex, type FoundIds } from './search-by-index.ts';

let database: TestDatabase;
let organizationId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const organization = await createOrganization(database.db, { slug: 'acme', name: 'Acme', preset: 'standard' });
  organizationId = organization?.id ?? '';
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

test('marks are of one state, the nearest before an offset, and not without bound', () => {
  const marks = new RowMarks({ maxKeys: 2, maxMarks: 3 });
  const place = { key: 'a', state: '1' };
  for (const offset of [10, 20, 30]) marks.remember(place, { offset, id: `id ${offset}` });
  expect(marks.nearest(place, 9)).toBeUndefined();
  expect(marks.nearest(place, 29)).toEqual({ offset: 20, id: 'id 20' });
  expect(marks.nearest(place, 30)).toEqual({ offset: 30, id: 'id 30' });
  expect(marks.nearest({ key: 'a', state: '2' }, 30)).toBeUndefined();
  expect(marks.nearest({ key: 'b', state: '1' }, 30)).toBeUndefined();
  marks.remember(place, { offset: 5, id: 'id 5' });
  expect(marks.nearest(place, 15)).toEqual({ offset: 5, id: 'id 5' });
  marks.remember({ key: 'a', state: '2' }, { offset: 1, id: 'id 1' });
  expect(marks.nearest(place, 100)).toBeUndefined();
  for (const key of ['b', 'c']) marks.remember({ key, state: '1' }, { offset: 1, id: 'id 1' });
  expect(marks.nearest({ key: 'a', state: '2' }, 100)).toBeUndefined();
});
