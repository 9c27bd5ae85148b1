import { jsonEquals, type JsonValue } from '@lockstep/scim';
import { sql, type Transaction } from 'kysely';
import { v5 as uuidOf } from 'uuid';
import type { ChangeEntry } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { inTransaction } from '../in-transaction.ts';
import { adaptServices, serviceEntries } from '../services/change-services.ts';
import { defaultServices } from '../services/services.ts';
import { adaptResources, removeResources, type Adaption } from './adapt-resources.ts';
import { compileTypes, type OrganizationTypes } from './compile-types.ts';
import type { Definitions, ExtensionUse } from './definitions.ts';
import { readDefinitions } from './read-definitions.ts';

/** Works out the new definitions; the very object means no change. What it throws changes nothing. */
export type EditDefinitions = (current: Definitions) => Definitions;

/** A type whose resources cannot become those of the new one: another endpoint or main schema. */
function isReplaced(before: OrganizationTypes['user'], after: OrganizationTypes['user'] | undefined): boolean {
  return after === undefined || after.endpoint !== before.endpoint || after.schema.id !== before.schema.id;
}

async function adapt(
  transaction: Transaction<Tables>,
  before: OrganizationTypes,
  after: OrganizationTypes,
  adaption: Adaption,
): Promise<void> {
  await adaptServices(transaction, { before, after }, adaption);
  if (before.user !== after.user)
    await adaptResources(transaction, { before: before.user, after: after.user }, adaption);
  if (before.group !== after.group)
    await adaptResources(transaction, { before: before.group, after: after.group }, adaption);
  for (const type of before.custom) {
    const next = after.custom.find(({ name }) => name === type.name);
    if (next === undefined || isReplaced(type, next)) await removeResources(transaction, type, adaption);
    else await adaptResources(transaction, { before: type, after: next }, adaption);
  }
}

/** What an organization did to a type that every organization has. */
function extended(name: 'User' | 'Group', schemaExtensions: readonly ExtensionUse[]) {
  if (schemaExtensions.length === 0) return [];
  return [[name, { kind: 'ResourceType', value: toJson({ schemaExtensions }) }] as const];
}

/** One entry of the feed for each definition that moved; its id follows from the organization and the name. */
function entriesOf(before: Definitions, after: Definitions, { organizationId, actor }: Adaption): ChangeEntry[] {
  const listOf = ({ schemas, resourceTypes, userExtensions, groupExtensions }: Definitions) =>
    new Map<string, { readonly kind: 'Schema' | 'ResourceType'; readonly value: JsonValue }>([
      ...schemas.map((one) => [one.id, { kind: 'Schema', value: toJson(one) }] as const),
      ...resourceTypes.map((one) => [one.name, { kind: 'ResourceType', value: toJson(one) }] as const),
      ...extended('User', userExtensions),
      ...extended('Group', groupExtensions),
    ]);
  const [old, now] = [listOf(before), listOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): ChangeEntry[] => {
    const [left, right] = [old.get(name), now.get(name)];
    const one = right ?? left;
    if (one === undefined || jsonEquals(left?.value, right?.value)) return [];
    const sides = {
      ...(left === undefined ? {} : { before: left.value }),
      ...(right === undefined ? {} : { after: right.value }),
    };
    return [
      {
        organizationId,
        actor,
        resourceType: one.kind,
        resourceId: uuidOf(name, organizationId),
        operation: left === undefined ? 'create' : right === undefined ? 'delete' : 'update',
        attributes: [{ path: name, ...sides }],
      },
    ];
  });
}

function toJson(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

/**
 * Changes what an organization has defined, in one transaction with whatever that means for its resources. Writers that
 * go by the definitions wait or are told to send again; other processes follow within seconds.
 * @throws DirectoryError as `adaptResources` does
 */
export async function changeDefinitions(
  database: Database,
  adaption: Adaption,
  edit: EditDefinitions,
): Promise<Definitions> {
  const { organizationId } = adaption;
  return inTransaction(database, async (transaction) => {
    await sql`select from organizations where id = ${organizationId} for no key update`.execute(transaction);
    const { version, definitions: before } = await readDefinitions(transaction, organizationId);
    const after = edit(before);
    if (after === before) return before;
    await adapt(transaction, compileTypes(version, before), compileTypes(version + 1, after), adaption);
    await transaction
      .insertInto('custom_definitions')
      .values({ organization_id: organizationId, definitions: JSON.stringify(after) })
      .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ definitions: JSON.stringify(after) }))
      .execute();
    await sql`update organizations set schema_version = schema_version + 1 where id = ${organizationId}`.execute(
      transaction,
    );
    const services = [before, after].map((one) => one.services ?? defaultServices);
    await recordChanges(transaction, [
      ...entriesOf(before, after, adaption),
      ...serviceEntries(services[0] ?? [], services[1] ?? [], adaption),
    ]);
    return after;
  });
}
