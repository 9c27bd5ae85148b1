import { sql } from 'kysely';
import type { Actor } from '../../changes/change.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import { sqlState } from '../../storage/database.ts';
import type { ApplicationPlace } from '../applications/application-view.ts';
import type { OutboundContext } from '../options.ts';
import { rulesOf, unlink } from './apply-rules.ts';
import { findNoGroups, type NoGroups } from './no-groups.ts';
import { note, withApplication } from './push-deed.ts';
import { nameTest } from './rule-match.ts';

const uniqueViolation = '23505';

/** Groups of the directory that are to be pushed. */
export interface ChosenGroups {
  /** Ids. */
  readonly groups: readonly string[];
  /** Where the target has a group of that name: link it, or make a task of it. */
  readonly existing: 'link' | 'task';
  /** The target's group to link; of one group only. */
  readonly remoteId?: string | undefined;
}

export type PushOutcome =
  | { readonly kind: 'pushed'; readonly pushed: number }
  /** The directory lacks one of the groups. */
  | { readonly kind: 'group_unknown' }
  /** Another pushed group has this group of the target. */
  | { readonly kind: 'linked_already' }
  | NoGroups
  | { readonly kind: 'unknown' };

export type UnlinkOutcome =
  | { readonly kind: 'unlinked' }
  /** A rule chooses it: it would come back. */
  | { readonly kind: 'by_rule' }
  | { readonly kind: 'unknown' };

/** Pushes groups chosen by name. One that is pushed by a rule is by name from then on; one being unlinked stays. */
export async function pushGroups(
  context: OutboundContext,
  place: ApplicationPlace,
  { groups, existing, remoteId }: ChosenGroups,
  actor: Actor,
): Promise<PushOutcome> {
  const lacking = await findNoGroups(context, place);
  if (lacking !== undefined) return lacking;
  try {
    const outcome = await withApplication(context, place, actor, async (transaction, deed): Promise<PushOutcome> => {
      const { organizationId, applicationId } = deed;
      const ids = [...new Set(groups)].filter(isResourceId);
      const { rows } = await sql<{ display_name: string }>`
        with found as (
          select id, display_name from groups
          where organization_id = ${organizationId} and id = any(${ids}::uuid[])
        ), pushed as (
          insert into pushed_groups as p (
            organization_id, application_id, group_id, display_name, existing, chosen_remote_id, remote_id
          )
          select ${organizationId}::uuid, ${applicationId}::uuid, id, display_name, ${existing}, ${remoteId ?? null},
            ${remoteId ?? null}
          from found order by id
          on conflict (organization_id, application_id, group_id) do update
          set rule_id = null, display_name = excluded.display_name, existing = excluded.existing, ending = null,
            active = true,
            chosen_remote_id = coalesce(excluded.chosen_remote_id, p.chosen_remote_id),
            remote_id = coalesce(excluded.remote_id, p.remote_id),
            remote_name = case when excluded.remote_id is null then p.remote_name end,
            members_known = p.members_known and excluded.remote_id is null,
            desired_generation = p.desired_generation + 1, next_attempt_at = now(), attempts = 0
        )
        select display_name from found`.execute(transaction);
      if (rows.length < new Set(groups).size) return { kind: 'group_unknown' };
      await note(transaction, deed, { path: 'pushedGroups', after: rows.map((row) => row.display_name) });
      return { kind: 'pushed', pushed: rows.length };
    });
    return outcome ?? { kind: 'unknown' };
  } catch (error) {
    if (sqlState(error) === uniqueViolation) return { kind: 'linked_already' };
    throw error;
  }
}

/** Stops pushing a group; the target's group stays as it is, or is deleted. */
export async function unlinkGroup(
  context: OutboundContext,
  place: ApplicationPlace,
  { groupId, targetGroup }: { readonly groupId: string; readonly targetGroup: 'leave' | 'delete' },
  actor: Actor,
): Promise<UnlinkOutcome> {
  if (!isResourceId(groupId)) return { kind: 'unknown' };
  const outcome = await withApplication(context, place, actor, async (transaction, deed): Promise<UnlinkOutcome> => {
    const { organizationId, applicationId } = deed;
    const { rows } = await sql<{ display_name: string; deleted: boolean }>`
      select p.display_name, not exists (
        select from groups d where d.organization_id = p.organization_id and d.id = p.group_id
      ) as deleted
      from pushed_groups p
      where p.organization_id = ${organizationId} and p.application_id = ${applicationId}
        and p.group_id = ${groupId}::uuid`.execute(transaction);
    const [row] = rows;
    if (row === undefined) return { kind: 'unknown' };
    const application = { organization_id: organizationId, id: applicationId };
    const rules = await rulesOf(transaction, application);
    if (!row.deleted && rules.some((rule) => nameTest(rule)(row.display_name))) return { kind: 'by_rule' };
    await unlink(transaction, application, { what: targetGroup, condition: sql`g.group_id = ${groupId}::uuid` });
    await note(transaction, deed, { path: 'pushedGroups', before: [row.display_name] });
    return { kind: 'unlinked' };
  });
  return outcome ?? { kind: 'unknown' };
}

/** Pauses the push of one group, or goes on with it. False: it is not pushed. */
export async function setPushActive(
  context: OutboundContext,
  place: ApplicationPlace,
  { groupId, active }: { readonly groupId: string; readonly active: boolean },
  actor: Actor,
): Promise<boolean> {
  if (!isResourceId(groupId)) return false;
  const found = await withApplication(context, place, actor, async (transaction, deed) => {
    const { rows } = await sql<{ display_name: string }>`
      update pushed_groups set active = ${active}
      where organization_id = ${deed.organizationId} and application_id = ${deed.applicationId}
        and group_id = ${groupId}::uuid
      returning display_name`.execute(transaction);
    const [row] = rows;
    if (row === undefined) return false;
    await note(transaction, deed, { path: `push of ${row.display_name}`, before: !active, after: active });
    return true;
  });
  return found ?? false;
}

/**
 * Pushes now, one group or all: what is known of the target's groups is not trusted, and members that were refused are
 * tried again. Returns how many; undefined where there is no such application.
 */
export async function pushNow(
  context: OutboundContext,
  place: ApplicationPlace,
  groupId: string | undefined,
  actor: Actor,
): Promise<number | undefined> {
  if (groupId !== undefined && !isResourceId(groupId)) return 0;
  return withApplication(context, place, actor, async (transaction, { organizationId, applicationId }) => {
    const chosen = groupId === undefined ? sql`true` : sql`p.group_id = ${groupId}::uuid`;
    const { rows } = await sql<{ group_id: string }>`
      with locked as (
        select p.group_id from pushed_groups p
        where p.organization_id = ${organizationId} and p.application_id = ${applicationId} and ${chosen}
          and p.active and p.ending is null
        order by p.group_id for update
      )
      update pushed_groups p
      set members_known = false, remote_name = null, next_attempt_at = now(), attempts = 0,
        desired_generation = p.desired_generation + 1
      from locked l
      where p.organization_id = ${organizationId} and p.application_id = ${applicationId} and p.group_id = l.group_id
      returning p.group_id`.execute(transaction);
    await sql`
      delete from pushed_group_members
      where organization_id = ${organizationId} and application_id = ${applicationId} and error_message is not null
        and group_id = any(${rows.map((row) => row.group_id)}::uuid[])`.execute(transaction);
    return rows.length;
  });
}
