import { sql, type RawBuilder } from 'kysely';
import { servicesSchema } from '../services/services.ts';
import { userNameKey, type UserStatus } from './stored-user.ts';

/** Which users are meant. `search` looks in login name, display name and e-mail addresses. */
export interface UserFilter {
  readonly search?: string | undefined;
  readonly loginName?: string | undefined;
  /** `inactive`: everybody who is not active. */
  readonly status?: UserStatus | 'inactive' | undefined;
  /** The code of an available service. */
  readonly service?: string | undefined;
  /** Ids; a department without those below it. */
  readonly department?: string | undefined;
  readonly jobTitle?: string | undefined;
  readonly group?: string | undefined;
  /** Whether an identity provider manages the user, as the link ledger says. */
  readonly managed?: boolean | undefined;
}

function likePattern(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

function searched(search: string): RawBuilder<unknown> {
  const pattern = likePattern(search);
  return sql`(user_name_key like ${pattern} or lower(display_name) like ${pattern}
    or email_keys::text like ${pattern})`;
}

function heldBy(table: 'user_departments' | 'group_members', column: string, id: string): RawBuilder<unknown> {
  return sql`exists (
    select from ${sql.table(table)} as held
    where held.organization_id = users.organization_id and held.user_id = users.id
      and held.${sql.ref(column)} = ${id}::uuid
  )`;
}

function isLinked(managed: boolean): RawBuilder<unknown> {
  return sql`exists (
    select from links where links.organization_id = users.organization_id and links.user_id = users.id
      and links.state = 'linked'
  ) = ${managed}`;
}

function hasStatus(status: UserStatus | 'inactive'): RawBuilder<unknown> {
  if (status === 'active' || status === 'inactive') return sql`active = ${status === 'active'}`;
  const inactiveAs = status === 'deactivated' ? null : status;
  return sql`not active and inactive_as is not distinct from ${inactiveAs}::text`;
}

/** Users with services keep their search documents: codes are case exact (see `isFoldedByLetters`). */
function hasService(code: string): RawBuilder<unknown> {
  return sql`search -> ${servicesSchema.id.toLowerCase()}::text -> 'availableservices' ? ${code}`;
}

/** The filter as conditions on `users`, beside that of the organization; none for everybody. Ids are UUIDs. */
export function filterConditions(filter: UserFilter): readonly RawBuilder<unknown>[] {
  const { search = '', loginName, status, service, department, jobTitle, group, managed } = filter;
  const parts: RawBuilder<unknown>[] = [];
  if (loginName !== undefined) parts.push(sql`user_name_key = ${userNameKey(loginName)}`);
  if (status !== undefined) parts.push(hasStatus(status));
  if (search !== '') parts.push(searched(search));
  if (service !== undefined) parts.push(hasService(service));
  if (department !== undefined) parts.push(heldBy('user_departments', 'department_id', department));
  if (jobTitle !== undefined) parts.push(heldBy('user_departments', 'job_title_id', jobTitle));
  if (group !== undefined) parts.push(heldBy('group_members', 'group_id', group));
  if (managed !== undefined) parts.push(isLinked(managed));
  return parts;
}
