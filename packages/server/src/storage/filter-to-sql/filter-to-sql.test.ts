import {
  defineResourceType,
  defineSchema,
  enterpriseUserSchema,
  evaluateFilter,
  present,
  printFilter,
  userResourceType,
  userSchema,
  type CheckedFilter,
  type FilterValue,
  type JsonObject,
  type ResourceTypeDefinition,
} from '@lockstep/scim';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOrganization } from '../../directory/organizations/add-organization.testing.ts';
import { commonColumns, schemasDocument } from '../../directory/search/common-columns.ts';
import { usersTable } from '../../directory/users/users-table.ts';
import { writeUsers } from '../../directory/users/write-users.ts';
import { createTestDatabase, type TestDatabase } from '../test-database.testing.ts';
import { filterToSql } from './filter-to-sql.ts';
import { checked, filtersOf, resourcesOf } from './filters.testing.ts';
import { toSearchDocument } from './search-document.ts';
import type { SearchTable } from './search-table.ts';

const baseUrl = 'https://lockstep.example/o/acme/scim/v2';
let database: TestDatabase;
let organizationId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  organizationId = await addOrganization(database);
});
afterAll(() => database.close());

interface Shown {
  readonly id: string;
  readonly resource: JsonObject;
}

/** Writes the users through the directory and gives them back as an answer shows them. */
async function write(resources: readonly JsonObject[]): Promise<Shown[]> {
  const outcomes = await writeUsers(
    database,
    resources.map((resource, index) => ({
      kind: 'create' as const,
      organizationId,
      id: uuid(),
      actor: { kind: 'system' as const, name: 'test' },
      // unique, and awkward all the same
      resource: { ...resource, userName: `${(resource['userName'] as string | undefined) ?? 'Σ'}${index}` },
    })),
  );
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'written') throw new TypeError(`not written: ${outcome.kind}`);
    const { id, resource, version, createdAt, modifiedAt } = outcome.user;
    const meta = {
      created: createdAt.toISOString(),
      lastModified: modifiedAt.toISOString(),
      location: `${baseUrl}/Users/${id}`,
      version: `W/"${version}"`,
    };
    return { id, resource: present(userResourceType, resource, { id, meta }) };
  });
}

async function select(filter: CheckedFilter, table: SearchTable): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select ${table.id} as id from ${table.from} where ${table.scope} and ${filterToSql(filter, table)}
    order by 1`.execute(database.db);
  return rows.map(({ id }) => id);
}

const seed = Number(process.env['LOCKSTEP_TEST_SEED'] ?? 1);

interface Subject {
  readonly type: ResourceTypeDefinition;
  readonly table: SearchTable;
  readonly shown: readonly Shown[];
  readonly values: readonly FilterValue[];
}

/**
 * Draws filters, and holds what SQL selects to what `evaluateFilter` accepts. Tells how much was
 * compared and which share was accepted: neither nothing nor everything, or the filters tell nothing apart.
 */
async function compareBoth({ type, table, shown, values }: Subject): Promise<{ evaluations: number; share: number }> {
  let evaluations = 0;
  let accepted = 0;
  const property = fc.asyncProperty(filtersOf(type, values), async (filter) => {
    const ready = checked(filter, type);
    fc.pre(ready !== undefined);
    const expected = shown.filter(({ resource }) => evaluateFilter(ready, resource)).map(({ id }) => id);
    evaluations += shown.length;
    accepted += expected.length;
    expect(await select(ready, table), printFilter(filter)).toEqual(expected.sort());
  });
  await fc.assert(property, { numRuns: 300, seed });
  return { evaluations, share: accepted / evaluations };
}

/** Without letters other than A to Z that have a case, and without what is case exact: such a user needs no search document. */
function foldedByLetters(resource: JsonObject): JsonObject {
  const exact = new Set(['profileUrl', 'photos', 'x509Certificates', '$ref']);
  const text = JSON.stringify({ userName: 'Plain', ...resource }, (name, value: unknown) =>
    exact.has(name) ? undefined : value,
  );
  return JSON.parse(text.replaceAll(/[^\p{ASCII}]/gu, '山')) as JsonObject;
}

const resources = fc.sample(resourcesOf(userResourceType), { numRuns: 200, seed });

test.each([
  { users: 'with search documents', of: resources, kept: 150 },
  { users: 'without search documents', of: resources.map(foldedByLetters), kept: 0 },
])('users $users: SQL selects exactly those that evaluateFilter accepts', async ({ of, kept }) => {
  await sql`delete from users`.execute(database.db);
  const shown = await write(of);
  const { rows } = await sql<{ kept: number }>`select count(search)::integer as kept from users`.execute(database.db);
  expect(rows[0]?.kept).toBeGreaterThanOrEqual(kept);
  expect(rows[0]?.kept).toBeLessThanOrEqual(kept === 0 ? 0 : of.length);
  const values = [userSchema.id, enterpriseUserSchema.id, 'User', 'W/"1"', ...shown.slice(0, 5).map(({ id }) => id)];
  const table = usersTable({ organizationId, baseUrl, groups: true });
  const { evaluations, share } = await compareBoth({ type: userResourceType, table, shown, values });
  expect(evaluations).toBeGreaterThan(10_000);
  expect(Math.abs(share - 0.5)).toBeLessThan(0.45);
});

const thingType = defineResourceType({
  name: 'Thing',
  endpoint: '/Things',
  schema: defineSchema({
    id: 'urn:example:params:scim:schemas:Thing',
    name: 'Thing',
    attributes: [
      { name: 'whole', type: 'integer' },
      { name: 'part', type: 'decimal' },
      { name: 'moment', type: 'dateTime' },
      { name: 'tags', multiValued: true },
      { name: 'exactTags', multiValued: true, caseExact: true },
      { name: 'counts', type: 'integer', multiValued: true },
      { name: 'moments', type: 'dateTime', multiValued: true },
      {
        name: 'single',
        type: 'complex',
        subAttributes: [
          { name: 'value', type: 'decimal' },
          { name: 'names', multiValued: true },
          { name: 'on', type: 'boolean' },
        ],
      },
      {
        name: 'several',
        type: 'complex',
        multiValued: true,
        subAttributes: [
          { name: 'value', type: 'dateTime' },
          { name: 'names', multiValued: true },
          { name: 'size', type: 'integer' },
          { name: 'it-is$', type: 'boolean' },
        ],
      },
    ],
  }),
});

/** Values of every type and shape, which users do not have; in a table that exists for one query only. */
test('things: SQL selects exactly those that evaluateFilter accepts', async () => {
  const things = fc
    .sample(resourcesOf(thingType), { numRuns: 200, seed })
    .map((attributes) => ({ id: uuid(), attributes }));
  const time = '2026-01-01T00:00:00.000Z';
  const shown = things.map(({ id, attributes }) => {
    const meta = { created: time, lastModified: time, location: `${baseUrl}/Things/${id}`, version: 'W/"1"' };
    return { id, resource: present(thingType, attributes, { id, meta }) };
  });
  const documents = things.map(({ attributes }) => JSON.stringify(toSearchDocument(thingType, attributes)));
  const rows = sql`select unnest(${things.map(({ id }) => id)}::uuid[]) as id, unnest(${documents}::jsonb[]) as search,
    null::text as external_id, ${time}::timestamptz as created_at, ${time}::timestamptz as modified_at, 1 as version`;
  const table: SearchTable = {
    from: sql`(${rows}) as users`,
    scope: sql`true`,
    id: sql`users.id`,
    document: sql`users.search`,
    columns: new Map(
      commonColumns({ name: 'users', type: thingType, baseUrl }).filter(([path]) => path !== 'externalId'),
    ),
    documents: new Map([['schemas', schemasDocument(thingType, sql`users.search`)]]),
    lists: new Map(),
    indexedValues: new Map(),
    documentIndexed: true,
  };
  const { evaluations, share } = await compareBoth({ type: thingType, table, shown, values: [] });
  expect(evaluations).toBeGreaterThan(10_000);
  expect(Math.abs(share - 0.5)).toBeLessThan(0.45);
});
