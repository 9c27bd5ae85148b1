import type { JsonObject } from '@lockstep/scim';
import type { LockedUser } from '../directory/links/link.ts';
import type { Connection } from './connection-rows.ts';

/** An edit that the rules of a connection leave to the identity provider. */
export class LocalEditError extends Error {
  readonly reason: 'synced' | 'login-name';

  constructor(reason: LocalEditError['reason'], { name }: Connection) {
    super(
      reason === 'synced'
        ? `"${name}" manages this user, and its rules allow no edits here. Change the user there.`
        : `"${name}" manages this user, and login names stay as they are while "Propagate provisioning" is on.`,
    );
    this.name = 'LocalEditError';
    this.reason = reason;
  }
}

/**
 * Checks an edit that somebody makes here, in the console or over the admin API.
 * @throws LocalEditError where the user is synced and a connection's rule forbids it
 */
export function checkLocalEdit(connections: readonly Connection[], user: LockedUser, after: JsonObject): void {
  if (after === user.resource) return;
  for (const connection of connections) {
    if (!user.links.some(({ connectionId, state }) => connectionId === connection.id && state === 'linked')) continue;
    const { policy, propagation } = connection;
    if (policy.localEdits === 'refused') throw new LocalEditError('synced', connection);
    if (policy.localLoginName === 'kept' && propagation && after['userName'] !== user.resource['userName'])
      throw new LocalEditError('login-name', connection);
  }
}
