import { changedAttributes, jsonEquals, type JsonObject, type ResourceTypeDefinition } from '@lockstep/scim';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Actor, ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { toSearchDocument } from '../../storage/filter-to-sql/search-document.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { DirectoryError } from '../directory-error.ts';
import { fillSearchColumns } from '../users/fill-search-columns.ts';
import { BatchRefusal } from './batch-refusal.ts';
import { differencesOf, jsonPathOf, type Differences, type Requirement } from './differences.ts';
import { stripValues } from './strip-values.ts';
import { takeUniqueValues, uniqueValuesOf } from './unique-values.ts';

/** Who changes what of whom, and whether values without a place may be lost. */
export interface Adaption {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly discard: boolean;
}

/** The rows of one resource type; `resource` is `json` or `jsonb`. */
export interface Place {
  readonly table: RawBuilder<unknown>;
  readonly scope: RawBuilder<unknown>;
  readonly changedType: ChangeEntry['resourceType'];
}

export function placeOf({ name }: ResourceTypeDefinition, { organizationId }: Adaption): Place {
  const scope = sql`organization_id = ${organizationId}`;
  if (name === 'User') return { table: sql`users`, scope, changedType: 'User' };
  if (name === 'Group') return { table: sql`groups`, scope, changedType: 'Group' };
  return {
    table: sql`custom_resources`,
    scope: sql`${scope} and resource_type = ${name}`,
    changedType: `custom:${name}`,
  };
}

const batchSize = 500;

/** Something of what a change moves is in the resource. */
function holds(paths: readonly string[]): RawBuilder<unknown> {
  return sql`(${sql.join(
    paths.map((path) => sql`jsonb_path_exists(resource::jsonb, ${path}::jsonpath)`),
    sql` or `,
  )})`;
}

async function count(transaction: Transaction<Tables>, { table, scope }: Place, condition: RawBuilder<unknown>) {
  const { rows } = await sql<{ total: number }>`
    select count(*)::integer as total from ${table} where ${scope} and ${condition}`.execute(transaction);
  return rows[0]?.total ?? 0;
}

interface Row {
  readonly id: string;
  readonly resource: JsonObject;
}

/** The resources that hold something, locked, some at a time. */
async function* inBatches(transaction: Transaction<Tables>, { table, scope }: Place, paths: readonly string[]) {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<Row>`
      select id, resource from ${table} where ${scope} and id > ${after} and ${holds(paths)}
      order by id limit ${batchSize} for update`.execute(transaction);
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    after = last.id;
  }
}

/** What a rewritten resource is searched by: of users it is made afterwards, from several columns. */
function searchAfter(type: ResourceTypeDefinition, { changedType }: Place, resource: JsonObject): string | null {
  return changedType === 'User' ? null : JSON.stringify(toSearchDocument(type, resource));
}

/** Writes resources anew without what is lost, and what they are searched by, by the new type. */
export async function rewriteResources(
  transaction: Transaction<Tables>,
  { before, after }: Types,
  strip: (resource: JsonObject) => JsonObject,
  { place, paths, adaption }: { place: Place; paths: readonly string[]; adaption: Adaption },
): Promise<void> {
  const { organizationId, actor } = adaption;
  for await (const rows of inBatches(transaction, place, paths)) {
    const written = rows.map(({ id, resource }) => {
      const stripped = strip(resource);
      return { id, resource, stripped, moved: !jsonEquals(resource, stripped) };
    });
    await sql`
      update ${place.table} as kept set
        resource = new.resource, search = new.search, ${place.changedType === 'User' ? sql`email_keys = null,` : sql``}
        version = version + new.moved, modified_at = case new.moved when 1 then now() else modified_at end
      from unnest(
        ${written.map(({ id }) => id)}::uuid[],
        ${written.map(({ stripped }) => JSON.stringify(stripped))}::${sql.raw(place.changedType === 'User' ? 'json' : 'jsonb')}[],
        ${written.map(({ stripped }) => searchAfter(after, place, stripped))}::jsonb[],
        ${written.map(({ moved }) => Number(moved))}::integer[]
      ) as new (id, resource, search, moved)
      where kept.organization_id = ${organizationId} and kept.id = new.id`.execute(transaction);
    const entries = written.flatMap(({ id, resource, stripped, moved }): ChangeEntry[] => {
      if (!moved) return [];
      const attributes = changedAttributes(before, resource, stripped);
      return [
        { organizationId, actor, resourceType: place.changedType, resourceId: id, operation: 'update', attributes },
      ];
    });
    await recordChanges(transaction, entries);
  }
  if (place.changedType === 'User') await fillSearchColumns(transaction, async () => after);
}

async function meet(
  transaction: Transaction<Tables>,
  place: Place,
  { path, brokenBy, within }: Requirement,
  name: string,
): Promise<void> {
  const has = within === undefined ? sql`true` : sql`jsonb_path_exists(resource::jsonb, ${`$."${within}"`}::jsonpath)`;
  const broken = sql`jsonb_path_exists(resource::jsonb, ${brokenBy}::jsonpath)`;
  const total = await count(transaction, place, sql`${has} and ${broken}`);
  if (total === 0) return;
  throw new DirectoryError(
    'values_conflict',
    `"${path}" cannot be required: ${total} of the resources of type ${name} have no value there. Give them one first.`,
  );
}

export interface Types {
  readonly before: ResourceTypeDefinition;
  readonly after: ResourceTypeDefinition;
}

async function moveUnique(
  transaction: Transaction<Tables>,
  { after: type }: Types,
  { newlyUnique, noLongerUnique }: Differences,
  { place, adaption: { organizationId } }: { place: Place; adaption: Adaption },
): Promise<void> {
  if (noLongerUnique.length > 0) {
    await sql`
      delete from unique_values
      where organization_id = ${organizationId} and resource_type = ${type.name}
        and path = any(${noLongerUnique.map(({ path }) => path)}::text[])`.execute(transaction);
  }
  if (newlyUnique.length === 0) return;
  try {
    for await (const rows of inBatches(transaction, place, newlyUnique.map(jsonPathOf))) {
      const values = rows.flatMap(({ id, resource }) => [
        ...uniqueValuesOf({ organizationId, type, resourceId: id }, resource, newlyUnique).values(),
      ]);
      await takeUniqueValues(transaction, values);
    }
  } catch (error) {
    if (!(error instanceof BatchRefusal)) throw error;
    throw new DirectoryError('values_conflict', `${error.refusal.detail} Make the values differ first.`);
  }
}

/**
 * Makes the resources of a type fit its new definition, within the transaction that changes it.
 * @throws DirectoryError `values_exist` where values would be lost and may not be; `values_conflict` where resources lack
 *   what is newly required, or have the same value where it is to be unique
 */
export async function adaptResources(
  transaction: Transaction<Tables>,
  types: Types,
  adaption: Adaption,
): Promise<void> {
  const differences = differencesOf(types.before, types.after);
  const { lost, lostExtensions, refolded, requirements } = differences;
  const { name } = types.after;
  const place = placeOf(types.after, adaption);
  const lostPaths = [...lost.map(jsonPathOf), ...lostExtensions.map((id) => `$."${id}"`)];
  if (lostPaths.length > 0 && !adaption.discard) await refuseLoss(transaction, place, { differences, lostPaths, name });
  const paths = [...lostPaths, ...refolded.map(jsonPathOf)];
  const strip = (resource: JsonObject): JsonObject => stripValues(resource, lost, lostExtensions);
  if (paths.length > 0) await rewriteResources(transaction, types, strip, { place, paths, adaption });
  for (const requirement of requirements) await meet(transaction, place, requirement, name);
  await moveUnique(transaction, types, differences, { place, adaption });
}

async function refuseLoss(
  transaction: Transaction<Tables>,
  place: Place,
  { differences, lostPaths, name }: { differences: Differences; lostPaths: readonly string[]; name: string },
): Promise<void> {
  const total = await count(transaction, place, holds(lostPaths));
  if (total === 0) return;
  const named = [...differences.lostExtensions, ...differences.lost.map(({ path }) => path)].slice(0, 5).join(', ');
  throw new DirectoryError(
    'values_exist',
    `${total} of the resources of type ${name} have values that would be lost: ${named}.`,
  );
}

/** Deletes every resource of a type that is no more. @throws DirectoryError `values_exist` when they may not be lost */
export async function removeResources(
  transaction: Transaction<Tables>,
  type: ResourceTypeDefinition,
  adaption: Adaption,
): Promise<void> {
  const place = placeOf(type, adaption);
  const { organizationId, actor, discard } = adaption;
  const total = await count(transaction, place, sql`true`);
  if (total > 0 && !discard)
    throw new DirectoryError(
      'values_exist',
      `There are ${total} resources of type ${type.name}. They would be deleted.`,
    );
  await sql`
    with gone as (
      delete from custom_resources where ${place.scope} returning id
    )
    insert into changes (organization_id, actor, resource_type, resource_id, operation, attributes)
    select ${organizationId}, ${JSON.stringify(actor)}::jsonb, ${place.changedType}, id, 'delete', '[]' from gone
  `.execute(transaction);
  await sql`
    delete from unique_values where organization_id = ${organizationId} and resource_type = ${type.name}`.execute(
    transaction,
  );
}
