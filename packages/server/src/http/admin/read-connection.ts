import { findConnection, type Connection } from '../../inbound/connections.ts';
import type { OrganizationContext } from './bind-route.ts';
import { notFound } from './problem-error.ts';

/** The connection that an address names; 404 when the organization has none. */
export async function readConnection(
  { services, organization }: OrganizationContext,
  slug: string,
): Promise<Connection> {
  const connection = await findConnection(services.database.db, organization.id, slug);
  if (connection === undefined) throw notFound('connection');
  return connection;
}
