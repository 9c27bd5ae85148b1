import {
  andFilter,
  checkFilter,
  comparisonFilter,
  enterpriseUserSchema,
  evaluateFilter,
  lenientDialect,
  notFilter,
  orFilter,
  present,
  presentFilter,
  printFilter,
  readAttributePath,
  ScimError,
  ToleranceRecorder,
  userResourceType,
  userSchema,
  valuePathFilter,
  type AttributeDefinition,
  type AttributePath,
  type CheckedFilter,
  type Filter,
  type JsonObject,
  type JsonValue,
} from '@lockstep/scim';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrganization } from '../../directory/organizations/organizations.ts';
import { usersTable } from '../../directory/users/users-table.ts';
import { writeUsers } from '../../directory/users/write-users.ts';
import { createTestDatabase, type TestDatabase } from '../test-database.testing.ts';
import { filterToSql } from './filter-to-sql.ts';

const baseUrl = 'https://lockstep.example/o/acme/scim/v2';
let database: TestDatabase;
let organizationId: string;

/**
 * Few and awkward: letters whose lower case differs between JavaScript and PostgreSQL's collations or changes its
 * length, signs of LIKE, characters beyond U+FFFF, and texts that begin alike.
 */
const pieces = [
  'a',
  'A',
  'ab',
  'É',
  'é',
  'İ',
  'i̇',
  'ς',
  'Σ',
  'ß',
  'ẞ',
  '𐐀',
  '𐐨',
  '\uffee',
  '%',
  '_',
  '\\',
  '"',
  ' ',
  "'",
];
const texts = fc.oneof(
  { weight: 1, arbitrary: fc.constant('') },
  {
    weight: 9,
    arbitrary: fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
  },
);
const moments = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T09:00:00+09:00',
  '2026-01-01T00:00:00.0005Z',
  '0001-01-01T00:00:00Z',
];

function valueOf(attribute: AttributeDefinition): fc.Arbitrary<JsonValue> {
  if (attribute.name === 'type') return fc.constantFrom('work', 'Work', 'home');
  if (attribute.type === 'boolean') return fc.boolean();
  if (attribute.type !== 'complex') return texts;
  return membersOf(attribute.subAttributes).filter((members) => Object.keys(members).length > 0);
}

function membersOf(attributes: readonly AttributeDefinition[]): fc.Arbitrary<JsonObject> {
  const kept = attributes.filter(({ mutability, returned }) => mutability !== 'readOnly' && returned !== 'never');
  const members = kept.map((attribute) => {
    const value = attribute.multiValued
      ? fc.array(valueOf(attribute), { minLength: 1, maxLength: 3 })
      : valueOf(attribute);
    return [attribute.name, value] as const;
  });
  return fc.record(Object.fromEntries(members), { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

const users: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      core: membersOf(userSchema.attributes),
      externalId: texts,
      enterprise: membersOf(enterpriseUserSchema.attributes),
    },
    { requiredKeys: ['core'] },
  )
  .map(({ core, externalId, enterprise }) => ({
    ...core,
    ...(externalId === undefined ? {} : { externalId }),
    ...(enterprise === undefined || Object.keys(enterprise).length === 0
      ? {}
      : { [enterpriseUserSchema.id]: enterprise }),
  }));

function path(text: string): AttributePath {
  const read = readAttributePath(text);
  if (read === undefined) throw new TypeError(`${text} is no path`);
  return read;
}

const attributes = [
  ...userResourceType.attributes.all,
  ...userResourceType.extensions.flatMap((extension) => extension.attributes.all),
].filter(({ definition, name }) => definition.returned !== 'never' && name !== 'groups');
const all = attributes.flatMap((attribute) => [attribute, ...attribute.subAttributes.all]);
const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
let ids: string[] = [];

function literals(): fc.Arbitrary<JsonValue> {
  return fc.oneof(
    { weight: 6, arbitrary: texts },
    { weight: 2, arbitrary: fc.boolean() },
    { weight: 1, arbitrary: fc.constantFrom(...moments) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(null, 'work', userSchema.id, enterpriseUserSchema.id, 'User', ...ids.slice(0, 5)),
    },
  );
}

/** Only filters that the check accepts: a comparison that does not suit its attribute is drawn again. */
function checked(filter: Filter): CheckedFilter | undefined {
  try {
    return checkFilter(filter, userResourceType, new ToleranceRecorder(lenientDialect));
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}

function leaf(paths: readonly string[]): fc.Arbitrary<Filter> {
  const at = fc.constantFrom(...paths).map(path);
  return fc.oneof(
    { weight: 1, arbitrary: at.map(presentFilter) },
    {
      weight: 5,
      arbitrary: fc
        .tuple(at, fc.constantFrom(...operators), literals())
        .map(([where, operator, value]) => comparisonFilter(where, operator, value as string)),
    },
  );
}

function combined(part: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  const several = fc.array(part, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: part },
    { weight: 1, arbitrary: several.map(andFilter) },
    { weight: 1, arbitrary: several.map(orFilter) },
    { weight: 1, arbitrary: part.map(notFilter) },
  );
}

function filters(): fc.Arbitrary<Filter> {
  const complex = attributes.filter(({ definition }) => definition.type === 'complex' && definition.multiValued);
  const singles = attributes.filter(
    ({ definition, name }) => definition.type === 'complex' && !definition.multiValued && name !== 'meta',
  );
  const valuePath = fc
    .constantFrom(...complex, ...singles)
    .chain((attribute) =>
      combined(
        leaf(attribute.subAttributes.all.map(({ name }) => name)).filter(
          (one) => checked(valuePathFilter(path(attribute.path), one)) !== undefined,
        ),
      ).map((inner) => valuePathFilter(path(attribute.path), inner)),
    );
  const plain = leaf(all.map((attribute) => attribute.path)).filter((one) => checked(one) !== undefined);
  return combined(combined(fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: valuePath })));
}

beforeAll(async () => {
  database = await createTestDatabase();
  organizationId =
    (await createOrganization(database.db, { slug: 'acme', name: 'Acme', preset: 'standard' }))?.id ?? '';
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

async function select(filter: CheckedFilter): Promise<string[]> {
  const table = usersTable({ organizationId, baseUrl, groups: true });
  const { rows } = await sql<{ id: string }>`
    select id from users where ${table.scope} and ${filterToSql(filter, table)} order by id`.execute(database.db);
  return rows.map(({ id }) => id);
}

test('SQL selects exactly the resources that evaluateFilter accepts', async () => {
  const seed = Number(process.env['LOCKSTEP_TEST_SEED'] ?? Date.now() % 1_000_000);
  const shown = await write(fc.sample(users, { numRuns: 200, seed }));
  ids = shown.map(({ id }) => id).sort();
  let evaluations = 0;
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(filters(), async (filter) => {
      const ready = checked(filter);
      fc.pre(ready !== undefined);
      const expected = shown
        .filter(({ resource }) => evaluateFilter(ready, resource))
        .map(({ id }) => id)
        .sort();
      evaluations += shown.length;
      accepted += expected.length;
      expect(await select(ready), printFilter(filter)).toEqual(expected);
    }),
    { numRuns: 1500, seed, interruptAfterTimeLimit: 8000, markInterruptAsFailure: false },
  );
  // neither nothing nor everything: the filters tell resources apart
  expect(evaluations).toBeGreaterThan(20_000);
  expect(accepted / evaluations).toBeGreaterThan(0.05);
  expect(accepted / evaluations).toBeLessThan(0.95);
});
