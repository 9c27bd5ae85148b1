import type { JsonObject } from '@lockstep/scim';
import type { Actor } from '../../changes/change.ts';
import type { LockedUser } from '../links/link.ts';
import { availableServicesOf } from '../services/services.ts';
import { withProfile, type Profile } from './profile.ts';
import type { StoredUser } from './stored-user.ts';
import type { UserLane } from './user-lane.ts';
import type { UserOutcome, UserWrite } from './user-write.ts';

/** What is done to many users at once. */
export type BulkAction =
  | { readonly kind: 'activate' | 'deactivate' | 'delete' }
  | { readonly kind: 'addServices' | 'removeServices' | 'setServices'; readonly services: readonly string[] };

export interface BulkReport {
  readonly changed: number;
  /** Were as wanted already. */
  readonly unchanged: number;
  /** Were refused; the others are done nevertheless. */
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

interface BulkContext {
  readonly writeUser: UserLane;
  readonly organizationId: string;
  readonly actor: Actor;
  /** The codes of the organization's services, in its order. */
  readonly serviceCodes: readonly string[];
  /** Throws to refuse the change of a user; it is reported then. */
  readonly check: (user: LockedUser, after: JsonObject) => void;
}

type Edit = Exclude<BulkAction, { kind: 'delete' }>;

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
  action: BulkAction,
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

function reasonOf(outcome: UserOutcome): string | undefined {
  if (outcome.kind === 'refused') return outcome.error instanceof Error ? outcome.error.message : 'Refused.';
  return undefined;
}

/** Does one thing to each of these users. Users who are gone count as unchanged. */
export async function bulkUsers(context: BulkContext, action: BulkAction, ids: readonly string[]): Promise<BulkReport> {
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
