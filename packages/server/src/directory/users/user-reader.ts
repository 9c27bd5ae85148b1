import { groupsOfUser, type GroupOfUser } from '../groups/groups-of-users.ts';
import type { Database } from '../../storage/database.ts';
import { Lane } from '../../storage/lane.ts';
import { isUserId } from './find-users.ts';
import { toReadUser, userNameKey, type ReadUser, type ReadUserRow } from './stored-user.ts';

export interface UserWithGroups {
  readonly user: ReadUser;
  /** Those that the user is directly in, by name. */
  readonly groups: readonly GroupOfUser[];
}

/**
 * Reads single users by what identifies them: what clients do most. Concurrent reads share a statement, and the
 * statements are prepared.
 */
export interface UserReader {
  findById(organizationId: string, id: string): Promise<UserWithGroups | undefined>;
  /** Compares without regard to case. */
  findByUserName(organizationId: string, userName: string): Promise<UserWithGroups | undefined>;
  /** The groups that a user is directly in, by name. */
  groupsOf(organizationId: string, id: string): Promise<readonly GroupOfUser[]>;
  /** Several clients may have given the same one; ordered by id. */
  findByExternalId(organizationId: string, externalId: string): Promise<readonly UserWithGroups[]>;
}

interface Wanted {
  readonly organizationId: string;
  readonly value: string;
}

type FoundRow = ReadUserRow & { readonly position: number; readonly groups: GroupOfUser[] | null };

/** `on` compares a user with `wanted.value`, which is text. */
function statement(on: string): string {
  return `
    select wanted.position::integer as position, id, resource::text as text, version, created_at, modified_at,
      ${groupsOfUser} as groups
    from unnest($1::uuid[], $2::text[]) with ordinality as wanted (organization_id, value, position)
    join users on users.organization_id = wanted.organization_id and ${on}
    order by wanted.position, id`;
}

function createLane({ pool }: Database, name: string, on: string): Lane<Wanted, readonly UserWithGroups[]> {
  const text = statement(on);
  return new Lane<Wanted, readonly UserWithGroups[]>(
    async (wanted) => {
      const values = [wanted.map((one) => one.organizationId), wanted.map((one) => one.value)];
      const { rows } = await pool.query<FoundRow>({ name, text, values });
      const found: UserWithGroups[][] = wanted.map(() => []);
      for (const row of rows) found[row.position - 1]?.push({ user: toReadUser(row), groups: row.groups ?? [] });
      return found;
    },
    { limit: 64, parallel: 4 },
  );
}

const groupsStatement = `
  select wanted.position::integer as position, groups.id, groups.display_name as "displayName"
  from unnest($1::uuid[], $2::uuid[]) with ordinality as wanted (organization_id, id, position)
  join group_members on group_members.organization_id = wanted.organization_id and group_members.user_id = wanted.id
  join groups on groups.organization_id = group_members.organization_id and groups.id = group_members.group_id
  order by wanted.position, groups.display_name_key`;

function createGroupsLane({ pool }: Database): Lane<Wanted, readonly GroupOfUser[]> {
  return new Lane<Wanted, readonly GroupOfUser[]>(
    async (wanted) => {
      const values = [wanted.map((one) => one.organizationId), wanted.map((one) => one.value)];
      const query = { name: 'groups of users', text: groupsStatement, values };
      const { rows } = await pool.query<GroupOfUser & { position: number }>(query);
      const found: GroupOfUser[][] = wanted.map(() => []);
      for (const { position, id, displayName } of rows) found[position - 1]?.push({ id, displayName });
      return found;
    },
    { limit: 64, parallel: 4 },
  );
}

/** PostgreSQL's text has no NUL, so nothing can be found by it. */
function isStorable(value: string): boolean {
  return !value.includes('\0');
}

export function createUserReader(database: Database): UserReader {
  const byId = createLane(database, 'users by id', 'users.id = wanted.value::uuid');
  const byUserName = createLane(database, 'users by user name', 'users.user_name_key = wanted.value');
  const byExternalId = createLane(database, 'users by external id', 'users.external_id = wanted.value');
  const groups = createGroupsLane(database);
  return {
    groupsOf: (organizationId, id) => groups.submit({ organizationId, value: id }),
    findById: async (organizationId, id) =>
      isUserId(id) ? (await byId.submit({ organizationId, value: id }))[0] : undefined,
    findByUserName: async (organizationId, userName) =>
      isStorable(userName) ? (await byUserName.submit({ organizationId, value: userNameKey(userName) }))[0] : undefined,
    findByExternalId: async (organizationId, externalId) =>
      isStorable(externalId) ? byExternalId.submit({ organizationId, value: externalId }) : [],
  };
}
