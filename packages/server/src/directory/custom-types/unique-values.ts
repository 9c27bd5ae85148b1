import { createHash } from 'node:crypto';
import {
  foldText,
  instantOf,
  isJsonArray,
  isJsonObject,
  ScimError,
  valueAt,
  type JsonObject,
  type JsonValue,
  type ResourceAttribute,
  type ResourceTypeDefinition,
} from '@lockstep/scim';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { BatchRefusal } from './batch-refusal.ts';

/** A resource before and after a write; absent where there is none. */
export interface UniqueMove {
  readonly organizationId: string;
  readonly type: ResourceTypeDefinition;
  readonly resourceId: string;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
}

interface UniqueValue {
  readonly organizationId: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly path: string;
  readonly digest: Buffer;
  readonly value: JsonValue;
}

const known = new WeakMap<ResourceTypeDefinition, readonly ResourceAttribute[]>();

/** Attributes and sub-attributes of a type that an organization declared unique; core attributes of User and Group have columns. */
export function uniqueAttributes(type: ResourceTypeDefinition): readonly ResourceAttribute[] {
  const found = known.get(type) ?? findUnique(type);
  known.set(type, found);
  return found;
}

function findUnique(type: ResourceTypeDefinition): readonly ResourceAttribute[] {
  const core =
    type.name === 'User' || type.name === 'Group' ? [] : type.attributes.all.filter(({ path }) => path !== 'id');
  const all = [...core, ...type.extensions.flatMap(({ attributes }) => attributes.all)];
  return all
    .flatMap((attribute) => (attribute.definition.type === 'complex' ? attribute.subAttributes.all : [attribute]))
    .filter(({ definition }) => definition.uniqueness === 'server');
}

/** SHA-256 of a value as it is compared: text folded, a dateTime as its instant. */
export function uniqueDigest(attribute: ResourceAttribute, value: JsonValue): Buffer {
  const compared =
    typeof value !== 'string'
      ? value
      : attribute.definition.type === 'dateTime'
        ? (instantOf(value) ?? value)
        : foldText(attribute, value);
  return createHash('sha256').update(JSON.stringify(compared)).digest();
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}

/** Every value that a resource has in an attribute, of all elements. */
function valuesOf(attribute: ResourceAttribute, resource: JsonObject): readonly JsonValue[] {
  const { parent } = attribute;
  if (parent === undefined) return listOf(valueAt(attribute, resource));
  return listOf(valueAt(parent, resource)).flatMap((element) =>
    isJsonObject(element) ? listOf(element[attribute.name]) : [],
  );
}

/** Each value once, by what it takes. */
export function uniqueValuesOf(
  { organizationId, type, resourceId }: Pick<UniqueMove, 'organizationId' | 'type' | 'resourceId'>,
  resource: JsonObject | undefined,
  attributes: readonly ResourceAttribute[] = uniqueAttributes(type),
): ReadonlyMap<string, UniqueValue> {
  const found = new Map<string, UniqueValue>();
  if (resource === undefined) return found;
  for (const attribute of attributes) {
    const { path } = attribute;
    for (const value of valuesOf(attribute, resource)) {
      const digest = uniqueDigest(attribute, value);
      found.set(`${organizationId} ${type.name} ${path} ${digest.toString('base64')}`, {
        organizationId,
        resourceType: type.name,
        resourceId,
        path,
        digest,
        value,
      });
    }
  }
  return found;
}

/**
 * Gives up the values that the resources no longer have, then takes the new ones. The database decides who was first;
 * of two transactions the second waits for the first.
 * @throws BatchRefusal `uniqueness`, when a value is another's
 */
export async function moveUniqueValues(transaction: Kysely<Tables>, moves: readonly UniqueMove[]): Promise<void> {
  const given: UniqueValue[] = [];
  const taken: UniqueValue[] = [];
  for (const move of moves) {
    const before = uniqueValuesOf(move, move.before);
    const after = uniqueValuesOf(move, move.after);
    given.push(...[...before].flatMap(([key, value]) => (after.has(key) ? [] : [value])));
    taken.push(...[...after].flatMap(([key, value]) => (before.has(key) ? [] : [value])));
  }
  await giveUp(transaction, given);
  await takeUniqueValues(transaction, taken);
}

function columnsOf(values: readonly UniqueValue[]) {
  return sql.join([
    sql`${values.map((value) => value.organizationId)}::uuid[]`,
    sql`${values.map((value) => value.resourceType)}::text[]`,
    sql`${values.map((value) => value.path)}::text[]`,
    sql`${values.map((value) => value.digest)}::bytea[]`,
    sql`${values.map((value) => value.resourceId)}::uuid[]`,
  ]);
}

async function giveUp(transaction: Kysely<Tables>, values: readonly UniqueValue[]): Promise<void> {
  if (values.length === 0) return;
  await sql`
    delete from unique_values
    where (organization_id, resource_type, path, digest, resource_id) in (select * from unnest(${columnsOf(values)}))
  `.execute(transaction);
}

/** @throws BatchRefusal `uniqueness`, when one of the values is another's, or two of them are the same */
export async function takeUniqueValues(transaction: Kysely<Tables>, values: readonly UniqueValue[]): Promise<void> {
  if (values.length === 0) return;
  // one order for everybody, so that two batches with the same values cannot deadlock
  const ordered = [...values].sort((a, b) => Buffer.compare(a.digest, b.digest));
  const { rows } = await sql<{ digest: Buffer; path: string; resource_id: string }>`
    insert into unique_values (organization_id, resource_type, path, digest, resource_id)
    select * from unnest(${columnsOf(ordered)})
    on conflict do nothing
    returning path, digest, resource_id`.execute(transaction);
  if (rows.length === ordered.length) return;
  const won = new Set(rows.map(({ path, digest, resource_id }) => `${path} ${digest.toString('hex')} ${resource_id}`));
  const lost = ordered.find(
    ({ path, digest, resourceId }) => !won.has(`${path} ${digest.toString('hex')} ${resourceId}`),
  );
  if (lost === undefined) throw new TypeError('A value was not taken, yet every value was.');
  const { path } = lost;
  const detail = `Another ${lost.resourceType} has the "${path}" ${JSON.stringify(lost.value).slice(0, 200)} already.`;
  const issues = [{ path, code: 'uniqueness', detail }] as const;
  throw new BatchRefusal(new ScimError(409, detail, { scimType: 'uniqueness', issues }));
}
