import type { Actor, AttributeChange } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { isUniqueViolation, type Database } from '../../storage/database.ts';
import { findOrganization, type Language, type Organization } from './organizations.ts';

/** What is not given stays; `null` takes the organization's own language or time zone away. */
export interface OrganizationChange {
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
  readonly language?: Language | null | undefined;
  readonly timeZone?: string | null | undefined;
}

const changeable = ['name', 'slug', 'language', 'timeZone'] as const;

function differenceOf(path: string, before: string | null, wanted: string | null | undefined): AttributeChange[] {
  if (wanted === undefined || wanted === before) return [];
  return [{ path, ...(before === null ? {} : { before }), ...(wanted === null ? {} : { after: wanted }) }];
}

/**
 * Changes name, address, language or time zone of an organization; from a changed slug on, the addresses with the old one lead
 * nowhere. `taken`: another organization has the slug.
 */
export async function changeOrganization(
  database: Database,
  organizationId: string,
  change: OrganizationChange,
  actor: Actor,
): Promise<Organization | 'taken'> {
  try {
    return await database.db.transaction().execute(async (transaction) => {
      const before = await transaction
        .selectFrom('organizations')
        .select(['name', 'slug', 'language', 'time_zone as timeZone'])
        .where('id', '=', organizationId)
        .forNoKeyUpdate()
        .executeTakeFirstOrThrow();
      const attributes = changeable.flatMap((path) => differenceOf(path, before[path], change[path]));
      const slug = change.slug ?? before.slug;
      if (attributes.length > 0) {
        await transaction
          .updateTable('organizations')
          .set({
            slug,
            name: change.name ?? before.name,
            language: change.language === undefined ? before.language : change.language,
            time_zone: change.timeZone === undefined ? before.timeZone : change.timeZone,
          })
          .where('id', '=', organizationId)
          .execute();
        const what = { resourceType: 'Organization', resourceId: organizationId, operation: 'update' } as const;
        await recordChanges(transaction, [{ organizationId, actor, ...what, attributes }]);
      }
      const after = await findOrganization(transaction, slug);
      if (after === undefined) throw new Error('The organization has gone while it was changed.');
      return after;
    });
  } catch (error) {
    if (isUniqueViolation(error)) return 'taken';
    throw error;
  }
}
