import type { JsonObject } from '@lockstep/scim';
import type { Kysely } from 'kysely';
import { LocalEditError } from '../directory/links/local-edit-error.ts';
import type { LockedUser } from '../directory/links/link.ts';
import type { Tables } from '../storage/tables/index.ts';
import { acceptAttributes } from './accept-attributes.ts';
import type { Connection } from './connection-rows.ts';
import { listConnections } from './connections.ts';

/**
 * Checks an edit that somebody makes here, in the console or over the admin API.
 * @throws LocalEditError where the user is synced and a connection's rule forbids it
 */
function checkLocalEdit(connections: readonly Connection[], user: LockedUser, after: JsonObject): void {
  if (after === user.resource) return;
  for (const connection of connections) {
    if (!user.links.some(({ connectionId, state }) => connectionId === connection.id && state === 'linked')) continue;
    const { policy, propagation } = connection;
    if (policy.localEdits === 'refused' && acceptAttributes(policy, user.resource, after) !== user.resource)
      throw new LocalEditError('synced', connection.name);
    if (policy.localLoginName === 'kept' && propagation && after['userName'] !== user.resource['userName'])
      throw new LocalEditError('login-name', connection.name);
  }
}

/** {@link checkLocalEdit} under the rules of an organization's connections as they are now. */
export async function readEditCheck(
  db: Kysely<Tables>,
  organizationId: string,
): Promise<(user: LockedUser, after: JsonObject) => void> {
  const connections = await listConnections(db, organizationId);
  return (user, after) => checkLocalEdit(connections, user, after);
}

/** What of a user is left to the identity provider, as {@link checkLocalEdit} refuses it. */
export interface Locks {
  readonly loginName: boolean;
  /** The other items of the document: names, e-mail address, status. */
  readonly document: boolean;
  readonly services: boolean;
  /** Everything beside these. */
  readonly others: boolean;
}

/** The locks of a user who is linked with these connections. */
export function locksOf(connections: readonly Connection[]): Locks {
  const closed = connections.filter(({ policy }) => policy.localEdits === 'refused');
  return {
    loginName:
      closed.length > 0 ||
      connections.some(({ policy, propagation }) => policy.localLoginName === 'kept' && propagation),
    document: closed.length > 0,
    services: closed.some(({ policy }) => policy.services === 'accepted'),
    others: closed.some(({ policy }) => policy.attributes === 'all'),
  };
}
