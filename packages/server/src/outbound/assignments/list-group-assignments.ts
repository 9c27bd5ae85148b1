import type { AttributeValues } from '@lockstep/provisioning';
import { sql } from 'kysely';
import { isUserId } from '../../directory/users/find-users.ts';
import { findApplicationId } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { findEffective, type Effective } from './personal-values.ts';

/** A group that is assigned to an application. */
export interface GroupAssignment {
  readonly group: { readonly id: string; readonly displayName: string };
  /** From 1, without gaps; the first counts most. */
  readonly priority: number;
  readonly members: number;
  readonly values: AttributeValues;
}

/** All of them in the order of their priority; undefined where there is no such application. */
export async function listGroupAssignments(
  context: OutboundContext,
  place: ApplicationPlace,
): Promise<readonly GroupAssignment[] | undefined> {
  const { db } = context.database;
  const applicationId = await findApplicationId(db, place);
  if (applicationId === undefined) return undefined;
  const { rows } = await sql<{ id: string; display_name: string; members: number; values: AttributeValues }>`
    select g.id, g.display_name, s.attribute_values as values, (
      select count(*)::int from group_members m where m.organization_id = g.organization_id and m.group_id = g.id
    ) as members
    from group_assignments s join groups g on g.organization_id = s.organization_id and g.id = s.group_id
    where s.organization_id = ${place.organizationId} and s.application_id = ${applicationId}
    order by s.priority, s.created_at, s.group_id`.execute(db);
  return rows.map(({ id, display_name: displayName, members, values }, index) => ({
    group: { id, displayName },
    priority: index + 1,
    members,
    values,
  }));
}

/** How one person is assigned; undefined where nothing assigns it. */
export async function findAssignment(
  context: OutboundContext,
  place: ApplicationPlace,
  userId: string,
): Promise<Effective | undefined> {
  const { db } = context.database;
  const applicationId = await findApplicationId(db, place);
  if (applicationId === undefined || !isUserId(userId)) return undefined;
  return findEffective(db, { organizationId: place.organizationId, applicationId, userId });
}
