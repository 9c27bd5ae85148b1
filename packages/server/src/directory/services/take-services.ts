import { isJsonObject, type JsonObject } from '@lockstep/scim';
import { sql, type Transaction } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { placeOf, rewriteResources, type Adaption, type Types } from '../custom-types/adapt-resources.ts';
import { DirectoryError } from '../directory-error.ts';
import { serviceResourceId } from './service-resource-id.ts';
import { availableServicesOf, servicesSchema, withAvailableServices } from './services.ts';

/** A user without some services, and without a word about them. */
function without(resource: JsonObject, gone: readonly string[]): JsonObject {
  const kept = withAvailableServices(
    resource,
    availableServicesOf(resource).filter((code) => !gone.includes(code)),
  );
  const { [servicesSchema.id]: extension, ...others } = kept;
  if (!isJsonObject(extension)) return kept;
  const said = Object.entries(extension).filter(([name]) => !gone.includes(name));
  return said.length === 0 ? others : { ...others, [servicesSchema.id]: Object.fromEntries(said) };
}

async function refuseHeld(
  transaction: Transaction<Tables>,
  organizationId: string,
  codes: readonly string[],
): Promise<void> {
  const { rows } = await sql<{ code: string; users: number }>`
    select code, sum(users)::integer as users from service_counts
    where organization_id = ${organizationId} and code = any(${[...codes]}::text[])
    group by code having sum(users) > 0`.execute(transaction);
  const [held] = rows;
  if (held === undefined) return;
  throw new DirectoryError(
    'service_in_use',
    `Users who have the service "${held.code}": ${held.users}. Say that it is to be taken from them.`,
  );
}

/**
 * Keeps whoever is giving somebody one of these services out until the transaction ends, and waits for whoever has just
 * done so: every giver counts in one of these rows, then asks whether the service was removed.
 */
async function holdCounts(
  transaction: Transaction<Tables>,
  organizationId: string,
  codes: readonly string[],
): Promise<void> {
  await sql`
    insert into service_counts (organization_id, code, shard, taken, users)
    select ${organizationId}, code, shard, 0, 0
    from unnest(${[...codes].sort()}::text[]) as gone (code), generate_series(0, 15) as shards (shard)
    order by code, shard
    on conflict (organization_id, code, shard) do update set taken = service_counts.taken`.execute(transaction);
}

/**
 * Takes services from everybody who has them, within the transaction that removes them from the list; afterwards nobody
 * can be given them.
 * @throws DirectoryError `service_in_use` where somebody has one and it may not be taken
 */
export async function takeServices(
  transaction: Transaction<Tables>,
  types: Types,
  codes: readonly string[],
  adaption: Adaption,
): Promise<void> {
  const { organizationId, discard } = adaption;
  if (!discard) await refuseHeld(transaction, organizationId, codes);
  const place = placeOf(types.after, adaption);
  const paths = codes.map((code) => `$."${servicesSchema.id}"."${code}"`);
  const strip = (resource: JsonObject): JsonObject => without(resource, codes);
  await rewriteResources(transaction, types, strip, { place, paths, adaption });
  await holdCounts(transaction, organizationId, codes);
  // whoever was given one of them meanwhile
  if (!discard) await refuseHeld(transaction, organizationId, codes);
  await rewriteResources(transaction, types, strip, { place, paths, adaption });
  await sql`
    update service_counts set taken = 0, users = 0
    where organization_id = ${organizationId} and code = any(${[...codes]}::text[])`.execute(transaction);
  for (const code of codes) {
    await sql`
      insert into service_seats (organization_id, code, id, removed)
      values (${organizationId}, ${code}, ${serviceResourceId(organizationId, code)}, true)
      on conflict (organization_id, code) do update set removed = true, seats = null`.execute(transaction);
  }
}

/** Services that were removed before are there again. */
export async function offerServices(
  transaction: Transaction<Tables>,
  organizationId: string,
  codes: readonly string[],
): Promise<void> {
  await sql`
    update service_seats set removed = false
    where organization_id = ${organizationId} and code = any(${[...codes]}::text[])`.execute(transaction);
}
