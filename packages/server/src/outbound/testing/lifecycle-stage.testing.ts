import {
  fromResource,
  managedTargets,
  type AppProfile,
  type AppValue,
  type CatalogTemplate,
} from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { ApplicationEdit, ApplicationPlace } from '../applications/application-view.ts';
import type { ChosenGroups } from '../group-push/push-commands.ts';
import { actor, type Bench } from './bench.testing.ts';
import { lenientCatalog } from './lenient-catalog.testing.ts';
import { directoryActions, type DirectoryActions } from './directory-actions.testing.ts';
import { readAccount, readGroup, type LifecycleTarget } from './lifecycle-targets.testing.ts';
import type { LoggedRequest, RequestLog } from './request-log.testing.ts';

const [base] = lenientCatalog;
if (base === undefined) throw new TypeError('The catalog is empty.');

/** `title` may be set for a group, `userType` for each person; `userType` is not mapped. Login names may change. */
export const stageTemplate: CatalogTemplate = {
  ...base,
  id: 'stage',
  name: 'Stage',
  description: 'For tests of the lifecycle.',
  userNameImmutable: false,
  attributes: [
    ...base.attributes.filter(({ type }) => type === 'string'),
    { target: 'title', type: 'string', required: false, scope: 'group' },
    { target: 'userType', type: 'string', required: false, scope: 'personal' },
  ],
  mappings: [
    ...base.mappings.filter(({ target }) => !target.includes('availableServices')),
    { target: 'title', source: { kind: 'constant', value: 'Person' }, applyOn: 'create-and-update' },
  ],
};

/** One application at one target, and the people and groups of one case. */
export interface Stage extends DirectoryActions {
  readonly bench: Bench;
  readonly place: ApplicationPlace;
  readonly target: LifecycleTarget;
  readonly log: RequestLog;
  person(name: string): Promise<string>;
  /** How a name is written so that no other case has it. */
  readonly name: (name: string) => string;
  /** Waits until everything is sent; then the accounts must be so, with `none` for no account, and equal to what is desired. */
  settled(
    expected: Readonly<Record<string, Readonly<Record<string, unknown>> | 'none'>>,
    writes: readonly string[],
  ): Promise<void>;
  /** The same of groups that are pushed: the names of the members of each, or `none` for no group. */
  readonly pushed: (
    expected: Readonly<Record<string, readonly string[] | 'none'>>,
    writes: readonly string[],
  ) => Promise<void>;
  readonly push: (chosen: ChosenGroups) => Promise<void>;
  assignGroup(group: string, values?: Readonly<Record<string, AppValue>>): Promise<void>;
  unassignGroup(group: string): Promise<void>;
  unassign(user: string): Promise<void>;
  edit(edit: ApplicationEdit): Promise<void>;
}

/** One row of the table: what happens, and how every target must be after each step of it. */
export interface LifecycleCase {
  readonly name: string;
  readonly run: (stage: Stage) => Promise<void>;
}

interface StageSettings {
  readonly bench: Bench;
  readonly place: ApplicationPlace;
  readonly target: LifecycleTarget;
  /** Made part of every name. */
  readonly mark: string;
}

export function setStage({ bench, place, target, mark }: StageSettings): Stage {
  const { commands } = bench.outbound;
  const name = (text: string): string => `${text}-${mark}`;
  const group = (groupId: string) => ({ ...place, groupId, actor });
  const inStep = async (writes: readonly string[]) => {
    await expectAccounts(bench, place, target);
    await expectGroups(bench, place, target);
    expect(target.log.writes().flatMap(methodsOf).sort()).toEqual([...writes].sort());
    target.log.clear();
  };
  return {
    ...directoryActions(bench),
    addGroup: (text, ...members) => directoryActions(bench).addGroup(name(text), ...members),
    bench,
    place,
    target,
    log: target.log,
    name,
    person: (text) =>
      bench.addUser(name(text), { displayName: text, surname: 'Test', email: `${name(text)}@example.test` }),
    settled: async (expected, writes) => {
      await bench.quiet();
      for (const [text, account] of Object.entries(expected)) {
        const held = await readAccount(target, name(text));
        if (account === 'none') expect(held, text).toBeUndefined();
        else expect(held, text).toMatchObject(account);
      }
      await inStep(writes);
    },
    pushed: async (expected, writes) => {
      await bench.quiet();
      for (const [text, members] of Object.entries(expected)) {
        const held = await readGroup(target, name(text));
        if (members === 'none') expect(held, text).toBeUndefined();
        else {
          const accounts = await Promise.all(members.map((member) => readAccount(target, name(member))));
          const ids = membersOf(held);
          expect(ids, text).toHaveLength(members.length);
          expect(new Set(ids), text).toEqual(new Set(accounts.map((account) => account?.['id'])));
        }
      }
      await inStep(writes);
    },
    push: async (chosen) => {
      const pushed = { kind: 'pushed', pushed: chosen.groups.length };
      expect(await commands.pushGroups(place, chosen, actor)).toEqual(pushed);
    },
    assignGroup: async (id, values = {}) => {
      expect(await commands.assignGroup(group(id), values)).toEqual({ kind: 'saved' });
    },
    unassignGroup: async (id) => {
      expect(await commands.unassignGroup(group(id))).toEqual({ kind: 'saved' });
    },
    unassign: async (user) => {
      expect(await commands.unassignUser(place, user, actor)).toEqual({ kind: 'unassigned' });
    },
    edit: async (edit) => {
      expect((await commands.updateApplication(place, edit, actor)).kind).toBe('updated');
    },
  };
}

/** What came in one Bulk request counts as if it had come one by one. */
function methodsOf({ method, path, body }: LoggedRequest): string[] {
  if (!path.endsWith('/Bulk')) return [method];
  return (body as { readonly Operations: readonly { readonly method: string }[] }).Operations.map((one) => one.method);
}

/**
 * Every account that the engine knows of is at the target just as the engine believes, and whoever is to have one has
 * there what is desired of it.
 */
async function expectAccounts(bench: Bench, place: ApplicationPlace, target: LifecycleTarget): Promise<void> {
  const rows = await bench.database.db
    .selectFrom('app_users')
    .innerJoin('applications', 'applications.id', 'app_users.application_id')
    .select(['user_id', 'remote_id', 'applied_profile', 'wanted', 'error_class'])
    .where('applications.slug', '=', place.slug)
    .where('app_users.organization_id', '=', place.organizationId)
    .execute();
  for (const { user_id: userId, remote_id: remoteId, applied_profile: applied, wanted, error_class: error } of rows) {
    if (remoteId === null || applied === null) continue;
    const { userName } = applied;
    if (typeof userName !== 'string') throw new TypeError('An account has no login name.');
    const held = await readAccount(target, userName);
    expect(held?.['id']).toBe(remoteId);
    // what was never sent is no part of what was applied
    const known = Object.keys(applied);
    const targets = managedTargets(stageTemplate).filter((one) => known.includes(one));
    expect(fromResource(held ?? {}, targets)).toEqual(applied as AppProfile);
    // what is refused is no more than believed, and the case says what of it
    if (wanted && error === null) await expectDesired(bench, { ...place, userId }, held ?? {});
  }
}

async function expectDesired(
  bench: Bench,
  { userId, ...place }: ApplicationPlace & { readonly userId: string },
  held: JsonObject,
): Promise<void> {
  const { attributes = [] } = (await bench.outbound.sync.profile(place, userId)) ?? {};
  const meant = attributes.filter(({ source }) => source.kind !== 'none');
  expect(meant.length).toBeGreaterThan(2);
  const values = fromResource(
    held,
    meant.map((one) => one.target),
  );
  const desired = meant.map((one) => [one.target, one.desired]);
  expect(meant.map((one) => [one.target, values[one.target]])).toEqual(desired);
}

/** Every group that is pushed has at the target the name and the people of the directory's, as far as they have accounts. */
async function expectGroups(bench: Bench, place: ApplicationPlace, target: LifecycleTarget): Promise<void> {
  const { rows } = await sql<{ name: string; remote_id: string; members: string[] }>`
    select d.display_name as name, g.remote_id, array(
      select p.remote_id from group_members b
      join app_users p on p.organization_id = b.organization_id and p.user_id = b.user_id
      where b.organization_id = g.organization_id and b.group_id = g.group_id and p.application_id = g.application_id
        and p.assigned and p.wanted
    ) as members
    from pushed_groups g
    join applications a on a.organization_id = g.organization_id and a.id = g.application_id
    join groups d on d.organization_id = g.organization_id and d.id = g.group_id
    where g.organization_id = ${place.organizationId} and a.slug = ${place.slug} and g.remote_id is not null
      and g.error_class is null and g.active and g.ending is null`.execute(bench.database.db);
  for (const { name, remote_id: remoteId, members } of rows) {
    const held = await readGroup(target, name);
    expect(held?.['id'], name).toBe(remoteId);
    expect(membersOf(held), name).toEqual(members.sort());
  }
}

/** The ids of the members, sorted; undefined where there is no group. */
function membersOf(group: JsonObject | undefined): string[] | undefined {
  if (group === undefined) return undefined;
  return ((group['members'] ?? []) as readonly { readonly value: string }[]).map(({ value }) => value).sort();
}
