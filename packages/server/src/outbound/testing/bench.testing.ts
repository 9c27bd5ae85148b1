import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@lockstep/scim';
import { sql, type RawBuilder } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { expect, vi } from 'vitest';
import type { Actor } from '../../changes/change.ts';
import { FeedSignal } from '../../changes/feed-signal.ts';
import { withProfile, type Profile } from '../../directory/users/profile.ts';
import { createUserLane, type UserLane } from '../../directory/users/user-lane.ts';
import { createGroupLane, type GroupLane } from '../../directory/groups/group-lane.ts';
import { createTestDatabase, type TestDatabase } from '../../storage/test-database.testing.ts';
import type { AppUser } from '../app-users/list-app-users.ts';
import type { ApplicationEdit, ApplicationPlace } from '../applications/application-view.ts';
import type { PushedGroupView } from '../group-push/push-queries.ts';
import type { OutboundOptions } from '../options.ts';
import { createOutbound, type Outbound } from '../outbound.ts';
import { lenientCatalog } from './lenient-catalog.testing.ts';

export const actor: Actor = { kind: 'system', name: 'Test' };

/** Short waits, so that tests see what takes minutes in life. */
export const quick = {
  pollMs: 50,
  retry: { firstMs: 20, longestMs: 200 },
  pause: { firstMs: 50, longestMs: 200 },
  progressMs: 20,
};

/** Members are ids of users. */
interface GroupEdit {
  readonly displayName?: string;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** A directory with an outbound half of its own. */
export interface Bench {
  readonly database: TestDatabase;
  readonly organizationId: string;
  readonly outbound: Outbound;
  readonly options: OutboundOptions;
  addUser(loginName: string, profile?: Profile): Promise<string>;
  editUser(id: string, profile: Profile): Promise<void>;
  deleteUser(id: string): Promise<void>;
  addGroup(displayName: string, members?: readonly string[]): Promise<string>;
  editGroup(id: string, edit: GroupEdit): Promise<void>;
  deleteGroup(id: string): Promise<void>;
  /** An application with all switches on that it has, unless told otherwise. */
  addApplication(target: { baseUrl: string; token: string }, edit?: ApplicationEdit): Promise<ApplicationPlace>;
  assign(place: ApplicationPlace, ...users: readonly string[]): Promise<void>;
  pair(place: ApplicationPlace, userId: string): Promise<AppUser | undefined>;
  pushed(place: ApplicationPlace, groupId: string): Promise<PushedGroupView | undefined>;
  /** Resolves when the engine has followed every change: none will mark a pair that is made from now on. */
  followed(): Promise<void>;
  /** Resolves when the engine has followed every change and nothing is due, waiting or under way. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function createBench(settings: Partial<OutboundOptions> = {}): Promise<Bench> {
  const database = await createTestDatabase();
  const signal = new FeedSignal();
  const organizationId = uuidv7();
  await database.db
    .insertInto('organizations')
    .values({ id: organizationId, slug: 'acme', name: 'Acme', preset: 'standard' })
    .execute();
  const log = { warn: report, error: report };
  const options: OutboundOptions = {
    database,
    signal,
    encryptionKey: randomBytes(32),
    log,
    limits: quick,
    templates: lenientCatalog,
    ...settings,
  };
  const outbound = createOutbound(options);
  outbound.start();
  const users = userActions(createUserLane(database, signal), organizationId);
  return {
    database,
    organizationId,
    outbound,
    options,
    ...users,
    ...groupActions(createGroupLane(database, signal), organizationId),
    ...applicationActions(outbound, organizationId),
    followed: () => noRows(database, pendingChanges),
    quiet: () => noRows(database, sql`${duePairs} union all ${dueGroups} union all ${pendingChanges}`),
    close: async () => {
      await outbound.stop();
      await database.close();
    },
  };
}

/** What the engine logs is a fault in a test, unless the test says otherwise. */
function report(details: object, message: string): void {
  console.error(message, details);
}

function userActions(lane: UserLane, organizationId: string): Pick<Bench, 'addUser' | 'editUser' | 'deleteUser'> {
  const of = (id: string) => ({ organizationId, id, actor });
  return {
    addUser: async (loginName, profile = {}) => {
      const id = uuidv7();
      const resource: JsonObject = withProfile({}, { loginName, displayName: loginName, active: true, ...profile });
      const outcome = await lane({ kind: 'create', ...of(id), resource });
      expect(outcome.kind).toBe('written');
      return id;
    },
    editUser: async (id, profile) => {
      const outcome = await lane({ kind: 'modify', ...of(id), change: (user) => withProfile(user.resource, profile) });
      expect(outcome.kind).toBe('written');
    },
    deleteUser: async (id) => {
      expect((await lane({ kind: 'delete', ...of(id) })).kind).toBe('deleted');
    },
  };
}

function groupActions(lane: GroupLane, organizationId: string): Pick<Bench, 'addGroup' | 'editGroup' | 'deleteGroup'> {
  const of = (id: string) => ({ organizationId, id, actor });
  return {
    addGroup: async (displayName, members = []) => {
      const id = uuidv7();
      const outcome = await lane({ kind: 'create', ...of(id), resource: { displayName }, members });
      expect(outcome.kind).toBe('written');
      return id;
    },
    editGroup: async (id, { displayName, add = [], remove = [] }) => {
      const outcome = await lane({
        kind: 'modify',
        ...of(id),
        members: { base: 'current', add, remove },
        change: ({ resource }) => (displayName === undefined ? resource : { ...resource, displayName }),
      });
      expect(outcome.kind).toBe('written');
    },
    deleteGroup: async (id) => {
      expect((await lane({ kind: 'delete', ...of(id) })).kind).toBe('deleted');
    },
  };
}

const everythingOn = {
  apiIntegration: true,
  createUsers: true,
  updateUserAttributes: true,
  deactivateUsers: true,
};

function applicationActions(
  outbound: Outbound,
  organizationId: string,
): Pick<Bench, 'addApplication' | 'assign' | 'pair' | 'pushed'> {
  let count = 0;
  return {
    addApplication: async ({ baseUrl, token }, edit = {}) => {
      count += 1;
      const [first] = await outbound.catalog.list(organizationId);
      const input = { template: first?.template.id ?? '', name: `Target ${count}`, baseUrl };
      const made = await outbound.commands.createApplication(organizationId, input, actor);
      if (made.kind !== 'created') throw new Error(made.kind);
      const place = { organizationId, slug: made.application.slug };
      const updated = await outbound.commands.updateApplication(
        place,
        { apiToken: token, ...everythingOn, pushGroups: !made.application.limits.lacks.includes('groups'), ...edit },
        actor,
      );
      expect(updated.kind).toBe('updated');
      return place;
    },
    assign: async (place, ...users) => {
      expect((await outbound.commands.assignUsers(place, { users }, actor)).kind).toBe('assigned');
    },
    pair: async (place, userId) => {
      const page = await outbound.queries.listAppUsers(place, { limit: 200 });
      return page?.users.find((user) => user.userId === userId);
    },
    pushed: async (place, groupId) => {
      const page = await outbound.queries.listPushedGroups(place, { limit: 200 });
      return page?.groups.find((group) => group.groupId === groupId);
    },
  };
}

const duePairs = sql`
  select 'pair' as busy from app_users p join applications a
    on a.organization_id = p.organization_id and a.id = p.application_id
  where a.api_integration and (p.next_attempt_at is not null or p.lease_until is not null)`;

const dueGroups = sql`
  select 'group' as busy from applications a left join pushed_groups p
    on p.organization_id = a.organization_id and p.application_id = a.id and (p.active or p.ending is not null)
  where a.push_rules_pending
    or (a.api_integration and a.push_groups and (p.next_attempt_at is not null or p.lease_until is not null))`;

const pendingChanges = sql`
  select 'change' as busy from changes c where (c.xid, c.seq) > (
    coalesce((select xid from change_followers where name = 'outbound'), '0'::xid8),
    coalesce((select seq from change_followers where name = 'outbound'), 0)
  )`;

async function noRows(database: TestDatabase, query: RawBuilder<unknown>): Promise<void> {
  await vi.waitFor(async () => expect((await query.execute(database.db)).rows).toEqual([]), {
    timeout: 90_000,
    interval: 20,
  });
}
