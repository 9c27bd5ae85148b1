import type { JsonObject } from '@lockstep/scim';
import type { LockedUser } from '../../directory/links/link.ts';
import { listConnections } from '../../inbound/connections.ts';
import { checkLocalEdit } from '../../inbound/local-edits.ts';
import type { OrganizationContext } from './bind-route.ts';

/** Refuses edits of users that the rules of the organization's connections leave to the identity provider. */
export async function localEditCheck({
  services,
  organization,
}: OrganizationContext): Promise<(user: LockedUser, after: JsonObject) => void> {
  const connections = await listConnections(services.database.db, organization.id);
  return (user, after) => checkLocalEdit(connections, user, after);
}
