import { sql, type Kysely } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { inTransaction } from '../in-transaction.ts';
import { serviceResourceId } from './service-resource-id.ts';
import type { Service } from './services.ts';

export interface ServiceUse extends Service {
  /** Null: as many as there are. */
  readonly seats: number | null;
  /** Active users who have it. */
  readonly taken: number;
  /** Users who have it, active or not. */
  readonly users: number;
}

/** The services of an organization's list, with who has them. */
export async function listServices(
  db: Kysely<Tables>,
  organizationId: string,
  services: readonly Service[],
): Promise<ServiceUse[]> {
  const [limits, counts] = await Promise.all([
    db.selectFrom('service_seats').select(['code', 'seats']).where('organization_id', '=', organizationId).execute(),
    sql<{ code: string; taken: number; users: number }>`
      select code, sum(taken)::integer as taken, sum(users)::integer as users from service_counts
      where organization_id = ${organizationId}
      group by code`.execute(db),
  ]);
  return services.map((service) => {
    const { code } = service;
    const count = counts.rows.find((one) => one.code === code);
    const seats = limits.find((one) => one.code === code)?.seats ?? null;
    return { ...service, seats, taken: count?.taken ?? 0, users: count?.users ?? 0 };
  });
}

/**
 * Limits a service, or no longer (null). Fewer seats than are taken take it from nobody: nobody more gets it.
 * Waits for whoever is taking a seat.
 */
export async function setSeats(
  database: Database,
  { organizationId, actor }: { readonly organizationId: string; readonly actor: Actor },
  code: string,
  seats: number | null,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await sql`
      insert into service_seats (organization_id, code, id) values (${organizationId}, ${code}, ${serviceResourceId(organizationId, code)})
      on conflict do nothing`.execute(transaction);
    const { rows } = await sql<{ id: string; seats: number | null }>`
      select id, seats from service_seats where organization_id = ${organizationId} and code = ${code}
      for update`.execute(transaction);
    const [held] = rows;
    if (held === undefined || held.seats === seats) return;
    await transaction
      .updateTable('service_seats')
      .set({ seats })
      .where('organization_id', '=', organizationId)
      .where('code', '=', code)
      .execute();
    const change = {
      path: `seats of ${code}`,
      ...(held.seats === null ? {} : { before: held.seats }),
      ...(seats === null ? {} : { after: seats }),
    };
    await recordChanges(transaction, [
      {
        organizationId,
        actor,
        resourceType: 'Service',
        resourceId: held.id,
        operation: 'update',
        attributes: [change],
      },
    ]);
  });
}
