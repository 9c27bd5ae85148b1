import type { Connection } from '../../inbound/connection-rows.ts';
import { findConnection } from '../../inbound/connections.ts';
import type { OrganizationContext } from './bind-route.ts';
import { notFound } from './problem-error.ts';

/** The connection of an address; 404 when the organization has none of this slug. */
export async function readConnection(
  { services, organization }: OrganizationContext,
  slug: string,
): Promise<Connection> {
  const connection = await findConnection(services.database.db, organization.id, slug);
  if (connection === undefined) throw notFound('connection');
  return connection;
}
