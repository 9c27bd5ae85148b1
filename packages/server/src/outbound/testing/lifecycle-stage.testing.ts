import {
  fromResource,
  managedTargets,
  type AppProfile,
  type AppValue,
  type CatalogTemplate,
} from '@lockstep/provisioning';
import type { JsonObject } from '@lockstep/scim';
import { expect } from 'vitest';
import type { ApplicationEdit, ApplicationPlace } from '../applications/application-view.ts';
import { actor, type Bench } from './bench.testing.ts';
import { lenientCatalog } from './lenient-catalog.testing.ts';
import { directoryActions, type DirectoryActions } from './directory-actions.testing.ts';
import type { LoggedRequest, RequestLog } from './request-log.testing.ts';

const [base] = lenientCatalog;
if (base === undefined) throw new TypeError('The catalog is empty.');

/** `title` may be set for a group, `nickName` for each person; `nickName` is not mapped. Login names may change. */
export const stageTemplate: CatalogTemplate = {
  ...base,
  id: 'stage',
  name: 'Stage',
  description: 'For tests of the lifecycle.',
  userNameImmutable: false,
  attributes: [
    ...base.attributes.filter(({ type }) => type === 'string'),
    { target: 'title', type: 'string', required: false, scope: 'group' },
    { target: 'nickName', type: 'string', required: false, scope: 'personal' },
  ],
  mappings: [
    ...base.mappings.filter(({ target }) => !target.includes('availableServices')),
    { target: 'title', source: { kind: 'constant', value: 'Person' }, applyOn: 'create-and-update' },
  ],
};

/** An account as it is at the target; undefined where there is none. */
export type ReadAccount = (userName: string) => Promise<JsonObject | undefined>;

/** One application at one target, and the people and groups of one case. */
export interface Stage extends DirectoryActions {
  readonly bench: Bench;
  readonly place: ApplicationPlace;
  readonly log: RequestLog;
  person(name: string): Promise<string>;
  /** How a name is written so that no other case has it. */
  name(name: string): string;
  /** Waits until everything is sent; then the accounts must be so, with `none` for no account, and equal to what is desired. */
  settled(
    expected: Readonly<Record<string, Readonly<Record<string, unknown>> | 'none'>>,
    writes: readonly string[],
  ): Promise<void>;
  assignGroup(group: string, values?: Readonly<Record<string, AppValue>>): Promise<void>;
  unassignGroup(group: string): Promise<void>;
  unassign(user: string): Promise<void>;
  edit(edit: ApplicationEdit): Promise<void>;
}

interface StageSettings {
  readonly bench: Bench;
  readonly place: ApplicationPlace;
  readonly target: { readonly log: RequestLog; readonly read: ReadAccount };
  /** Made part of every name. */
  readonly mark: string;
}

export function setStage({ bench, place, target, mark }: StageSettings): Stage {
  const { commands } = bench.outbound;
  const name = (text: string): string => `${text}-${mark}`;
  const group = (groupId: string) => ({ ...place, groupId, actor });
  return {
    ...directoryActions(bench),
    addGroup: (text, ...members) => directoryActions(bench).addGroup(name(text), ...members),
    bench,
    place,
    log: target.log,
    name,
    person: (text) => bench.addUser(name(text), { displayName: text, surname: 'Test', email: `${text}@example.test` }),
    settled: async (expected, writes) => {
      await bench.quiet();
      for (const [text, account] of Object.entries(expected)) {
        const held = await target.read(name(text));
        if (account === 'none') expect(held, text).toBeUndefined();
        else expect(held, text).toMatchObject(account);
      }
      await expectEqual(bench, place, target.read);
      expect(target.log.writes().flatMap(methodsOf).sort()).toEqual([...writes].sort());
      target.log.clear();
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

/** Every account that the engine knows of is at the target just as the engine believes. */
async function expectEqual(bench: Bench, place: ApplicationPlace, read: ReadAccount): Promise<void> {
  const rows = await bench.database.db
    .selectFrom('app_users')
    .innerJoin('applications', 'applications.id', 'app_users.application_id')
    .select(['remote_id', 'applied_profile', 'wanted'])
    .where('applications.slug', '=', place.slug)
    .where('app_users.organization_id', '=', place.organizationId)
    .execute();
  for (const { remote_id: remoteId, applied_profile: applied } of rows) {
    if (remoteId === null || applied === null) continue;
    const { userName } = applied;
    if (typeof userName !== 'string') throw new TypeError('An account has no login name.');
    const held = await read(userName);
    expect(held?.['id']).toBe(remoteId);
    // what was never sent is no part of what was applied
    const known = Object.keys(applied);
    const targets = managedTargets(stageTemplate).filter((target) => known.includes(target));
    expect(fromResource(held ?? {}, targets)).toEqual(applied as AppProfile);
  }
}
