import { checkAssignedValues, type AttributeValues, type SettingsFault } from '@lockstep/provisioning';
import { jsonEquals, type JsonValue } from '@lockstep/scim';
import type { Transaction } from 'kysely';
import type { Actor, AttributeChange } from '../../changes/change.ts';
import { recordChanges } from '../../changes/record-changes.ts';
import { isUserId } from '../../directory/users/find-users.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { holdPairs, insertPairs } from '../app-users/insert-pairs.ts';
import type { PairKey } from '../app-users/lock-pairs.ts';
import { markUsers } from '../app-users/mark.ts';
import { findApplicationRow, type ApplicationRow } from '../applications/application-rows.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import { profileSettingsOf } from '../mappings/application-template.ts';
import type { OutboundContext } from '../options.ts';
import { findEffective, writePersonalValues, type Effective } from './personal-values.ts';
import { sql } from 'kysely';

/** What is to be set for one person; what is absent stays as it is. */
export interface PersonalEdit {
  /** Null: the username format makes it. */
  readonly loginName?: string | null | undefined;
  /** All of them. */
  readonly values?: AttributeValues | undefined;
}

/** How a person is assigned. Both exist at once, too: then the personal one counts. */
export type AssignmentKind = 'personal' | 'group';

export type PersonalOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'faulty'; readonly faults: readonly SettingsFault[] }
  /** No assigned group has the person, so none can take over. */
  | { readonly kind: 'no_group' }
  | { readonly kind: 'unknown' };

/** One person of one application, and who does it. */
export interface PersonalPlace extends ApplicationPlace {
  readonly userId: string;
  readonly actor: Actor;
}

interface Work {
  readonly transaction: Transaction<Tables>;
  readonly row: ApplicationRow;
  readonly pair: PairKey;
  readonly attributes: ReturnType<typeof profileSettingsOf>['attributes'];
}

/** In one transaction; the pair is looked at again afterwards. */
async function inAssignment(
  context: OutboundContext,
  { userId, actor, ...place }: PersonalPlace,
  change: (work: Work) => Promise<PersonalOutcome | readonly AttributeChange[]>,
): Promise<PersonalOutcome> {
  const { organizationId } = place;
  const row = await findApplicationRow(context.database.db, place);
  if (row === undefined || !isUserId(userId)) return { kind: 'unknown' };
  const pair = { organizationId, applicationId: row.id, userId };
  const { attributes } = profileSettingsOf(context, row);
  const outcome = await context.database.db.transaction().execute(async (transaction): Promise<PersonalOutcome> => {
    await holdPairs(transaction, [row.id]);
    const changed = await change({ transaction, row, pair, attributes });
    if ('kind' in changed) return changed;
    if (changed.length === 0) return { kind: 'saved' };
    await markUsers(transaction, organizationId, [userId], row.id);
    await insertPairs(transaction, { organizationId, applicationId: row.id, chosen: sql`u.id = ${userId}::uuid` });
    await recordChanges(transaction, [
      {
        organizationId,
        actor,
        resourceType: 'Assignment',
        resourceId: row.id,
        operation: 'update',
        attributes: changed,
      },
    ]);
    return { kind: 'saved' };
  });
  context.touch(organizationId, row.id);
  context.wake();
  return outcome;
}

/** False where there is no such user. */
async function assignPersonally({ transaction, pair }: Work): Promise<boolean> {
  const { rows } = await sql`
    insert into assignments (organization_id, application_id, user_id)
    select organization_id, ${pair.applicationId}::uuid, id from users
    where organization_id = ${pair.organizationId} and id = ${pair.userId}
    on conflict (organization_id, application_id, user_id) do update set created_at = assignments.created_at
    returning user_id`.execute(transaction);
  return rows.length > 0;
}

/** What differs, told of the person. */
function differences(
  { userId }: PairKey,
  before: Pick<Effective, 'loginName' | 'values'>,
  after: { readonly loginName: string | null; readonly values: AttributeValues },
): AttributeChange[] {
  const entries: [string, JsonValue | undefined, JsonValue | undefined][] = [
    ['loginName', before.loginName, after.loginName ?? undefined],
    ...[...new Set([...Object.keys(before.values), ...Object.keys(after.values)])].map(
      (target): [string, JsonValue | undefined, JsonValue | undefined] => [
        target,
        before.values[target],
        after.values[target],
      ],
    ),
  ];
  return entries.flatMap(([path, old, fresh]) => {
    if (old === fresh || (old !== undefined && fresh !== undefined && jsonEquals(old, fresh))) return [];
    return [
      {
        path: `${path} of ${userId}`,
        ...(old === undefined ? {} : { before: old }),
        ...(fresh === undefined ? {} : { after: fresh }),
      },
    ];
  });
}

async function write(work: Work, before: Effective, edit: PersonalEdit): Promise<AttributeChange[]> {
  const { loginName = before.loginName ?? null, values = before.values } = edit;
  const changes = differences(work.pair, before, { loginName, values });
  if (changes.length > 0) await writePersonalValues(work.transaction, work.pair, { loginName, values });
  return changes;
}

/** Assigns a person personally, with its values; somebody who is so already gets the values. `unknown`: no such user. */
export async function assignPerson(
  context: OutboundContext,
  place: PersonalPlace,
  edit: PersonalEdit,
): Promise<PersonalOutcome> {
  return inAssignment(context, place, async (work) => {
    const faults = checkAssignedValues(work.attributes, edit.values ?? {}, 'personal');
    if (faults.length > 0) return { kind: 'faulty', faults };
    const before = await findEffective(work.transaction, work.pair);
    if (!(await assignPersonally(work))) return { kind: 'unknown' };
    const changes = await write(work, before ?? { values: {} }, edit);
    const assigned = before === undefined || before.group !== undefined;
    return [...(assigned ? [{ path: `assigned ${work.pair.userId}`, after: 'personal' }] : []), ...changes];
  });
}

/**
 * Sets what is set for one person, however it is assigned. Somebody whom a group assigns has only the login name and
 * attributes of personal scope for itself. `unknown`: no such application, or the person is not assigned.
 */
export async function setPersonalValues(
  context: OutboundContext,
  place: PersonalPlace,
  edit: PersonalEdit,
): Promise<PersonalOutcome> {
  return inAssignment(context, place, async (work) => {
    const before = await findEffective(work.transaction, work.pair);
    if (before === undefined) return { kind: 'unknown' };
    const scope = before.group === undefined ? 'personal' : 'member';
    const faults = checkAssignedValues(work.attributes, edit.values ?? {}, scope);
    return faults.length > 0 ? { kind: 'faulty', faults } : write(work, before, edit);
  });
}

/**
 * Converts the assignment of a person. To personal: the values of the group become the person's own. To group: the
 * group's values count again. `no_group`: no assigned group has the person.
 */
export async function convertAssignment(
  context: OutboundContext,
  place: PersonalPlace,
  to: AssignmentKind,
): Promise<PersonalOutcome> {
  return inAssignment(context, place, async (work) => {
    const before = await findEffective(work.transaction, work.pair);
    if (before === undefined) return { kind: 'unknown' };
    if ((before.group === undefined) === (to === 'personal')) return [];
    const told = { path: `assigned ${work.pair.userId}`, before: to === 'personal' ? 'group' : 'personal', after: to };
    if (before.group !== undefined) {
      await assignPersonally(work);
      return [told, ...(await write(work, before, { values: { ...before.values, ...before.group.values } }))];
    }
    await work.transaction
      .deleteFrom('assignments')
      .where('organization_id', '=', work.pair.organizationId)
      .where('application_id', '=', work.pair.applicationId)
      .where('user_id', '=', work.pair.userId)
      .execute();
    const after = await findEffective(work.transaction, work.pair);
    if (after?.group === undefined) throw new NoGroupError();
    const own = new Set(work.attributes.filter(({ scope }) => scope === 'personal').map(({ target }) => target));
    const values = Object.fromEntries(Object.entries(before.values).filter(([target]) => own.has(target)));
    return [told, ...(await write(work, before, { values }))];
  }).catch((error: unknown) => {
    if (error instanceof NoGroupError) return { kind: 'no_group' };
    throw error;
  });
}

/** Thrown inside the transaction, so that it changes nothing; never leaves this file. */
class NoGroupError extends Error {}
