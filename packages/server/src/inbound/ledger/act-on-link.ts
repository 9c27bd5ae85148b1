import type { JsonObject } from '@lockstep/scim';
import type { Transaction } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import type { OrganizationTypes } from '../../directory/custom-types/compile-types.ts';
import type { LinkCause, LinkState } from '../../directory/links/link.ts';
import { writeUsersIn } from '../../directory/users/write-users.ts';
import { isUniqueViolation, type Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import type { Connection } from '../connection-rows.ts';

/**
 * What an administrator does to one tie.
 * - `restore`: brings a tombstoned user back, under the old id and with the attributes of then, and linked
 * - `allow_again`: takes the tombstone away, so that the identity provider may create the user anew
 * - `relink`: ties an existing user to the connection
 * - `forget`: unties a user, who stays
 * - `approve_login_name`, `discard_login_name`: settles a login name that is held
 */
export type LinkAction = 'restore' | 'allow_again' | 'relink' | 'forget' | 'approve_login_name' | 'discard_login_name';

/** How an action ended. `unsuitable`: it is none for a tie in this state. `taken`: somebody has the login name. */
export type ActionOutcome = 'done' | 'unknown' | 'unsuitable' | 'taken';

interface Tie {
  readonly state: LinkState;
  readonly held_login_name: string | null;
  readonly resource: JsonObject | null;
}

interface Act {
  readonly transaction: Transaction<Tables>;
  readonly connection: Connection;
  readonly userId: string;
  readonly actor: Actor;
  readonly types: OrganizationTypes;
  readonly tie: Tie;
}

async function setState({ transaction, connection, userId, actor }: Act, state: 'linked' | 'unlinked'): Promise<void> {
  const cause: LinkCause = { request: state === 'linked' ? 'relink' : 'forget', actor };
  const tie = { state, since: new Date(), cause: JSON.stringify(cause), held_login_name: null };
  const key = { organization_id: connection.organizationId, connection_id: connection.id, user_id: userId };
  const left = { login_name: null, login_name_key: null, display_name: null, external_id: null, resource: null };
  await transaction
    .insertInto('links')
    .values({ ...key, ...tie, ...left })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'user_id', 'connection_id']).doUpdateSet({ ...tie, ...left }),
    )
    .execute();
}

async function clear(act: Act, what: 'tie' | 'heldLoginName'): Promise<void> {
  const { transaction, connection, userId } = act;
  const key = { organization_id: connection.organizationId, connection_id: connection.id, user_id: userId };
  await (
    what === 'tie'
      ? transaction.deleteFrom('links').where((is) => is.and(key))
      : transaction
          .updateTable('links')
          .set({ held_login_name: null })
          .where((is) => is.and(key))
  ).execute();
}

async function restore(act: Act): Promise<ActionOutcome> {
  const { transaction, connection, userId, actor, types, tie } = act;
  const write = { kind: 'create', organizationId: connection.organizationId, id: userId, actor, types } as const;
  const [outcome] = await writeUsersIn(transaction, [{ ...write, resource: tie.resource ?? {} }]);
  if (outcome?.kind !== 'written') return 'taken';
  await setState(act, 'linked');
  return 'done';
}

async function approve(act: Act): Promise<ActionOutcome> {
  const { transaction, connection, userId, actor, types, tie } = act;
  const userName = tie.held_login_name;
  if (userName === null) return 'unsuitable';
  const [outcome] = await writeUsersIn(transaction, [
    {
      kind: 'modify',
      organizationId: connection.organizationId,
      id: userId,
      actor,
      types,
      change: ({ resource }) => ({ ...resource, userName }),
    },
  ]);
  if (outcome?.kind !== 'written') return 'unknown';
  await clear(act, 'heldLoginName');
  return 'done';
}

/** The ties that an action is one for. */
const suits: { readonly [K in LinkAction]: (tie: Tie) => boolean } = {
  restore: ({ state }) => state === 'tombstoned',
  allow_again: ({ state }) => state === 'tombstoned',
  relink: ({ state }) => state === 'conflict' || state === 'unlinked',
  forget: ({ state }) => state === 'linked' || state === 'conflict',
  approve_login_name: ({ held_login_name: held }) => held !== null,
  discard_login_name: ({ held_login_name: held }) => held !== null,
};

const steps: { readonly [K in LinkAction]: (act: Act) => Promise<ActionOutcome | void> } = {
  restore,
  allow_again: (act) => clear(act, 'tie'),
  relink: (act) => setState(act, 'linked'),
  forget: (act) => setState(act, 'unlinked'),
  approve_login_name: approve,
  discard_login_name: (act) => clear(act, 'heldLoginName'),
};

async function perform(act: Act, action: LinkAction): Promise<ActionOutcome> {
  if (!suits[action](act.tie)) return 'unsuitable';
  return (await steps[action](act)) ?? 'done';
}

/** The tie under a lock, and that of a user whom nothing tied yet. The user is locked first, as writes of users do. */
async function lockTie(
  transaction: Transaction<Tables>,
  { organizationId, id }: Connection,
  userId: string,
): Promise<Tie | undefined> {
  const user = await transaction
    .selectFrom('users')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  const tie = await transaction
    .selectFrom('links')
    .select(['state', 'held_login_name', 'resource'])
    .where('organization_id', '=', organizationId)
    .where('connection_id', '=', id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (tie === undefined && user !== undefined) return { state: 'unlinked', held_login_name: null, resource: null };
  return tie;
}

/** Does what an administrator asks, with an entry in the feed, or nothing at all. */
export async function actOnLink(
  database: Database,
  connection: Connection,
  { action, ...order }: Pick<Act, 'userId' | 'actor' | 'types'> & { readonly action: LinkAction },
): Promise<ActionOutcome> {
  try {
    return await database.db.transaction().execute(async (transaction) => {
      const { userId, actor } = order;
      const tie = await lockTie(transaction, connection, userId);
      if (tie === undefined) return 'unknown';
      const outcome = await perform({ transaction, connection, ...order, tie }, action);
      if (outcome !== 'done') return outcome;
      const { organizationId, id: resourceId } = connection;
      const what = { resourceType: 'Connection', resourceId, operation: 'update' } as const;
      const attributes = [{ path: `links.${userId}`, before: tie.state, after: action }];
      await recordChanges(transaction, [{ organizationId, actor, ...what, attributes }]);
      return outcome;
    });
  } catch (error) {
    if (isUniqueViolation(error)) return 'taken';
    throw error;
  }
}
