import { refusalReason } from '../import/refusal-reason.ts';
import { because, type Reason } from '../import/row-fault.ts';
import type { JsonObject } from '@lockstep/scim';
import type { Actor } from '../../changes/change.ts';
import type { Database } from '../../storage/database.ts';
import type { GroupLane } from '../groups/group-lane.ts';
import { readMembership } from '../groups/read-membership.ts';
import type { LockedUser } from '../links/link.ts';
import { availableServicesOf } from '../services/services.ts';
import { withProfile, type Profile } from './profile.ts';
import type { StoredUser } from './stored-user.ts';
import type { UserLane } from './user-lane.ts';
import type { UserOutcome, UserWrite } from './user-write.ts';

/** What is done to many users at once. */
export type BulkAction =
  | { readonly kind: 'activate' | 'deactivate' | 'delete' }
  | { readonly kind: 'addToGroup' | 'removeFromGroup'; readonly group: string }
  | { readonly kind: 'addServices' | 'removeServices' | 'setServices'; readonly services: readonly string[] };

export interface BulkReport {
  readonly changed: number;
  /** Were as wanted already. */
  readonly unchanged: number;
  /** Were refused; the others are done nevertheless. */
  readonly failed: readonly { readonly id: string; readonly reason: Reason }[];
}

interface BulkContext {
  readonly database: Database;
  readonly writeUser: UserLane;
  readonly writeGroup: GroupLane;
  readonly organizationId: string;
  readonly actor: Actor;
  /** The codes of the organization's services, in its order. */
  readonly serviceCodes: readonly string[];
  /** Throws to refuse the change of a user; it is reported then. */
  readonly check: (user: LockedUser, after: JsonObject) => void;
}

type GroupAction = Extract<BulkAction, { group: string }>;
type UserAction = Exclude<BulkAction, GroupAction>;
type Edit = Exclude<UserAction, { kind: 'delete' }>;

function profileFor(action: Edit, { resource }: StoredUser, serviceCodes: readonly string[]): Profile {
  if (!('services' in action)) return { active: action.kind === 'activate' };
  const { kind, services } = action;
  const held = availableServicesOf(resource);
  const inOrder = (chosen: readonly string[]): string[] => serviceCodes.filter((code) => chosen.includes(code));
  if (kind === 'addServices') return { availableServices: inOrder([...held, ...services]) };
  if (kind === 'removeServices') return { availableServices: held.filter((code) => !services.includes(code)) };
  return { availableServices: inOrder(services) };
}

function writeFor(
  { organizationId, actor, check, serviceCodes }: BulkContext,
  action: UserAction,
  id: string,
): UserWrite {
  if (action.kind === 'delete') return { kind: 'delete', organizationId, id, actor };
  const change = (current: LockedUser): JsonObject => {
    const after = withProfile(current.resource, profileFor(action, current, serviceCodes));
    check(current, after);
    return after;
  };
  return { kind: 'modify', organizationId, id, actor, change };
}

function reasonOf(outcome: UserOutcome): Reason | undefined {
  return outcome.kind === 'refused' ? refusalReason(outcome.error) : undefined;
}

/** Does one thing to each of these users. Users who are gone count as unchanged. */
export async function bulkUsers(context: BulkContext, action: BulkAction, ids: readonly string[]): Promise<BulkReport> {
  if ('group' in action) return moveToGroup(context, action, ids);
  const outcomes = await Promise.all(
    ids.map(async (id) => ({ id, outcome: await context.writeUser(writeFor(context, action, id)) })),
  );
  const failed = outcomes.flatMap(({ id, outcome }) => {
    const reason = reasonOf(outcome);
    return reason === undefined ? [] : [{ id, reason }];
  });
  const changed = outcomes.filter(
    ({ outcome }) => outcome.kind === 'deleted' || (outcome.kind === 'written' && outcome.changed),
  ).length;
  return { changed, unchanged: ids.length - changed - failed.length, failed };
}

/** All of them in one write of the group: they come or go, or nobody does. */
async function moveToGroup(context: BulkContext, action: GroupAction, ids: readonly string[]): Promise<BulkReport> {
  const { database, writeGroup, organizationId, actor } = context;
  const { kind, group } = action;
  const adds = kind === 'addToGroup';
  const { users, members } = await readMembership(database.db, { organizationId, group }, ids);
  const moving = adds ? users.filter((id) => !members.has(id)) : [...members];
  const outcome = await writeGroup({
    kind: 'modify',
    id: group,
    organizationId,
    actor,
    members: { base: 'current', add: adds ? moving : [], remove: adds ? [] : moving },
    change: ({ resource }) => resource,
  });
  if (outcome.kind === 'written') return { changed: moving.length, unchanged: ids.length - moving.length, failed: [] };
  if (outcome.kind === 'unknown-members') {
    // deleted meanwhile
    const rest = await moveToGroup(
      context,
      action,
      ids.filter((id) => !outcome.ids.includes(id)),
    );
    return { ...rest, unchanged: rest.unchanged + outcome.ids.length };
  }
  const reason = because(outcome.kind === 'unknown' ? 'group_deleted' : 'group_refused');
  return { changed: 0, unchanged: 0, failed: ids.map((id) => ({ id, reason })) };
}
