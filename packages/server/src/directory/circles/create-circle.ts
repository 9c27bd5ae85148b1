import type { Transaction } from 'kysely';
import { sqlState, type Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { withCheckedGroupKeys } from '../groups/check-group-keys.ts';
import type { CreateCustomResource, CustomResourceOutcome } from '../custom-resources/custom-resource-write.ts';
import { writeCustomResourcesIn } from '../custom-resources/write-custom-resources.ts';
import { BatchRefusal } from '../custom-types/batch-refusal.ts';
import type { CreateGroup, GroupOutcome } from '../groups/group-write.ts';
import { holdUsers } from '../groups/member-statements.ts';
import { writeGroupsIn } from '../groups/write-groups.ts';
import { isResourceId } from '../resource-id.ts';
import { NoSeatError } from '../services/no-seat-error.ts';
import { availableServicesOf } from '../services/services.ts';
import { withoutSeat } from '../services/without-seat.ts';
import { withCheckedKeys } from '../users/check-keys.ts';
import type { CreateUser, UserOutcome } from '../users/user-write.ts';
import { writeUsersIn } from '../users/write-users.ts';

/** New resources of one organization that refer to each other by their ids. */
export interface Circle {
  readonly organizationId: string;
  readonly users: readonly CreateUser[];
  readonly groups: readonly CreateGroup[];
  readonly custom: readonly CreateCustomResource[];
}

/** What kept a circle from being written: the outcome of the member with this id. */
export type CircleFault =
  | { readonly kind: 'user'; readonly id: string; readonly outcome: UserOutcome }
  | { readonly kind: 'group'; readonly id: string; readonly outcome: GroupOutcome }
  | { readonly kind: 'custom'; readonly id: string; readonly outcome: CustomResourceOutcome };

/** Breaks the transaction, so that nothing of the circle stays. */
class BrokenCircle extends Error {
  readonly fault: CircleFault;

  constructor(fault: CircleFault) {
    super('A circle is written as a whole or not at all.');
    this.fault = fault;
  }
}

const deadlock = '40P01';
const attempts = 5;

/** The writes with their outcomes. */
function paired<W, O>(writes: readonly W[], outcomes: readonly O[]): readonly (readonly [W, O])[] {
  return writes.flatMap((write, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) throw new TypeError('A write has no outcome.');
    return [[write, outcome] as const];
  });
}

async function createIn(
  transaction: Transaction<Tables>,
  { organizationId, users, groups, custom }: Circle,
): Promise<CircleFault | undefined> {
  const members = new Set(groups.flatMap((group) => group.members));
  // existing users before new names: other batches of users lock in this order, so neither waits in a circle
  await holdUsers(transaction, organizationId, [...members].filter(isResourceId));
  for (const [{ id }, outcome] of paired(users, await writeUsersIn(transaction, users))) {
    if (outcome.kind !== 'written') return { kind: 'user', id, outcome };
  }
  for (const [{ id }, outcome] of paired(groups, await writeGroupsIn(transaction, groups))) {
    if (outcome.kind !== 'written') return { kind: 'group', id, outcome };
  }
  for (const [{ id }, outcome] of paired(custom, await writeCustomResourcesIn(transaction, custom))) {
    if (outcome.kind !== 'written') return { kind: 'custom', id, outcome };
  }
  return undefined;
}

/**
 * The last of these users who was to have a service without a free seat goes without, where the rules have it so.
 * @throws the refusal where it stands
 */
function leaveOutService(users: readonly CreateUser[], refusal: Error): readonly CreateUser[] {
  if (!(refusal instanceof NoSeatError)) throw refusal;
  const at = users.findLastIndex(({ resource }) => availableServicesOf(resource).includes(refusal.code));
  const user = users[at];
  const without = user === undefined ? undefined : withoutSeat(user, refusal);
  if (without?.kind !== 'create') throw refusal;
  return users.with(at, without);
}

/**
 * Creates the whole circle in one transaction, with its changes in the feed, or nothing of it: then the answer is the
 * first of its members that could not be created. Users come before the groups that they are to be in.
 */
export async function createCircle({ db }: Database, circle: Circle): Promise<CircleFault | undefined> {
  for (const user of circle.users) {
    const checked = withCheckedKeys(user);
    if (checked.kind === 'refused') return { kind: 'user', id: user.id, outcome: checked };
  }
  for (const group of circle.groups) {
    const checked = withCheckedGroupKeys(group);
    if (checked.kind === 'refused') return { kind: 'group', id: group.id, outcome: checked };
  }
  let { users } = circle;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await db.transaction().execute(async (transaction) => {
        const fault = await createIn(transaction, { ...circle, users });
        if (fault !== undefined) throw new BrokenCircle(fault);
      });
      return undefined;
    } catch (error) {
      if (error instanceof BrokenCircle) return error.fault;
      if (error instanceof BatchRefusal) {
        users = leaveOutService(users, error.refusal);
        attempt = 0;
      } else if (sqlState(error) !== deadlock || attempt === attempts) throw error;
    }
  }
}
