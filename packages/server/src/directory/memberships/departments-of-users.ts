import { sql, type Kysely } from 'kysely';
import type { Actor, AttributeChange, ChangeEntry } from '../../changes/change.ts';
import type { Tables } from '../../storage/tables/index.ts';

/** A code and a name, as departments and job titles have them. */
interface Coded {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** A department that a user is in, with the job title there. */
export interface UserDepartment extends Coded {
  readonly jobTitle: Coded | null;
}

/** By user; each list in the user's own order, so that the first one is preferred. Users without are not in the answer. */
export type DepartmentsByUser = ReadonlyMap<string, readonly UserDepartment[]>;

/** The departments of several users. One query. */
export async function readDepartmentsOfUsers(
  db: Kysely<Tables>,
  organizationId: string,
  userIds: readonly string[],
): Promise<DepartmentsByUser> {
  if (userIds.length === 0) return new Map();
  const { rows } = await sql<{
    user_id: string;
    id: string;
    code: string;
    name: string;
    job_title_id: string | null;
    job_title_code: string;
    job_title_name: string;
  }>`
    select held.user_id, departments.id, departments.code, departments.name, held.job_title_id,
      job_titles.code as job_title_code, job_titles.name as job_title_name
    from user_departments as held
    join departments on departments.organization_id = held.organization_id and departments.id = held.department_id
    left join job_titles on job_titles.organization_id = held.organization_id and job_titles.id = held.job_title_id
    where held.organization_id = ${organizationId} and held.user_id = any(${userIds}::uuid[])
    order by held.position, departments.id`.execute(db);
  const byUser = new Map<string, UserDepartment[]>();
  for (const { user_id, id, code, name, job_title_id, job_title_code, job_title_name } of rows) {
    const jobTitle = job_title_id === null ? null : { id: job_title_id, code: job_title_code, name: job_title_name };
    const departments = byUser.get(user_id) ?? [];
    departments.push({ id, code, name, jobTitle });
    byUser.set(user_id, departments);
  }
  return byUser;
}

type Shown = { readonly department: string; readonly jobTitle?: string };

function show(departments: readonly UserDepartment[] | undefined): Shown[] {
  return (departments ?? []).map(({ code, jobTitle }) => ({
    department: code,
    ...(jobTitle === null ? {} : { jobTitle: jobTitle.code }),
  }));
}

/** What moved between two lists, as the change feed has it: codes, the preferred department first; `[]` for nothing. */
function departmentChange(
  before: readonly UserDepartment[] | undefined,
  after: readonly UserDepartment[] | undefined,
): AttributeChange[] {
  const [was, is] = [show(before), show(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  return [
    {
      path: 'departments',
      ...(was.length === 0 ? {} : { before: was }),
      ...(is.length === 0 ? {} : { after: is }),
    },
  ];
}

/** Does something to the departments of these users and returns a change for each of whom they are different then. */
export async function trackDepartments(
  db: Kysely<Tables>,
  { organizationId, actor }: { readonly organizationId: string; readonly actor: Actor },
  userIds: readonly string[],
  act: () => Promise<unknown>,
): Promise<ChangeEntry[]> {
  const before = await readDepartmentsOfUsers(db, organizationId, userIds);
  await act();
  const after = await readDepartmentsOfUsers(db, organizationId, userIds);
  return userIds.flatMap((resourceId): ChangeEntry[] => {
    const attributes = departmentChange(before.get(resourceId), after.get(resourceId));
    if (attributes.length === 0) return [];
    return [{ organizationId, actor, resourceType: 'User', resourceId, operation: 'update', attributes }];
  });
}

/** A department that a user is to be in. Without `jobTitleId` the title held there stays; null takes it away. */
export interface WantedDepartment {
  readonly userId: string;
  readonly id: string;
  readonly jobTitleId?: string | null | undefined;
}

/** Makes the departments of these users equal to `wanted`, which is of these users only and in their own order. */
export async function writeDepartmentsOfUsers(
  db: Kysely<Tables>,
  organizationId: string,
  userIds: readonly string[],
  wanted: readonly WantedDepartment[],
): Promise<void> {
  // one order for everybody, so that two writers seldom wait for each other in a circle
  const ordered = wanted
    .map((one, position) => ({ ...one, position }))
    .sort((a, b) => (a.id + a.userId < b.id + b.userId ? -1 : 1));
  const rows = sql`unnest(
    ${ordered.map(({ userId }) => userId)}::uuid[],
    ${ordered.map(({ id }) => id)}::uuid[],
    ${ordered.map(({ jobTitleId }) => jobTitleId ?? null)}::uuid[],
    ${ordered.map(({ jobTitleId }) => jobTitleId === undefined)}::boolean[],
    ${ordered.map(({ position }) => position)}::integer[]
  ) as wanted (user_id, department_id, job_title_id, keeps_title, position)`;
  await sql`
    delete from user_departments as held
    where organization_id = ${organizationId} and user_id = any(${userIds}::uuid[]) and not exists (
      select from ${rows} where wanted.user_id = held.user_id and wanted.department_id = held.department_id
    )`.execute(db);
  await sql`
    insert into user_departments as held (organization_id, user_id, department_id, job_title_id, position)
    select ${organizationId}, wanted.user_id, wanted.department_id,
      case when keeps_title then former.job_title_id else wanted.job_title_id end, wanted.position
    from ${rows} left join user_departments as former on former.organization_id = ${organizationId}
      and former.user_id = wanted.user_id and former.department_id = wanted.department_id
    on conflict (organization_id, user_id, department_id)
      do update set job_title_id = excluded.job_title_id, position = excluded.position
      where (held.job_title_id, held.position) is distinct from (excluded.job_title_id, excluded.position)`.execute(db);
}

/** Which of these departments or job titles exist. They cannot be deleted before the transaction ends. */
export async function holdCoded(
  transaction: Kysely<Tables>,
  table: 'departments' | 'job_titles',
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(table)}
    where organization_id = ${organizationId} and id = any(${[...new Set(ids)]}::uuid[])
    order by id
    for key share`.execute(transaction);
  return new Set(rows.map(({ id }) => id));
}
