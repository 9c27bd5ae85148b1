import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { ApplicationPlace } from './application-view.ts';

export type ApplicationRow = Selectable<Tables['applications']>;

export async function findApplicationRow(
  db: Kysely<Tables>,
  place: ApplicationPlace,
): Promise<ApplicationRow | undefined> {
  return db
    .selectFrom('applications')
    .selectAll()
    .where('organization_id', '=', place.organizationId)
    .where('slug', '=', place.slug)
    .executeTakeFirst();
}

export async function findApplicationId(db: Kysely<Tables>, place: ApplicationPlace): Promise<string | undefined> {
  const row = await db
    .selectFrom('applications')
    .select('id')
    .where('organization_id', '=', place.organizationId)
    .where('slug', '=', place.slug)
    .executeTakeFirst();
  return row?.id;
}
