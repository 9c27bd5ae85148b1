import type { Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { readGroupsOfUsers } from '../groups/groups-of-users.ts';
import { groupNameKey } from '../groups/stored-group.ts';
import { readDepartmentsOfUsers, type UserDepartment } from '../memberships/departments-of-users.ts';
import type { Memberships } from '../memberships/membership-wish.ts';

interface NamedMemberships {
  readonly departments: readonly UserDepartment[];
  readonly groups: readonly string[];
}

/** What users are in, by the id of the user. */
export async function readNamedMemberships(
  db: Kysely<Tables>,
  organizationId: string,
  userIds: readonly string[],
): Promise<(userId: string) => NamedMemberships> {
  const [departments, groups] = await Promise.all([
    readDepartmentsOfUsers(db, organizationId, userIds),
    readGroupsOfUsers(db, organizationId, userIds),
  ]);
  return (userId) => ({
    departments: departments.get(userId) ?? [],
    groups: (groups.get(userId) ?? []).map(({ displayName }) => groupNameKey(displayName)),
  });
}

function isMeant(
  { code, name, jobTitle }: UserDepartment,
  wish: { department: string; jobTitle?: string | null | undefined },
) {
  if (wish.department !== code && wish.department !== name) return false;
  if (wish.jobTitle === undefined) return true;
  return wish.jobTitle === null ? jobTitle === null : [jobTitle?.code, jobTitle?.name].includes(wish.jobTitle);
}

/** Whether the wish would move the user to other departments, or give other job titles. */
export function departmentsDiffer(held: NamedMemberships, { departments }: Omit<Memberships, 'userId'>): boolean {
  return (
    departments !== undefined &&
    (departments.length !== held.departments.length ||
      held.departments.some((one, index) => departments[index] === undefined || !isMeant(one, departments[index])))
  );
}

/** Whether the wish would move the user to other groups. */
export function groupsDiffer(held: NamedMemberships, { groups }: Omit<Memberships, 'userId'>): boolean {
  if (groups === undefined) return false;
  const wanted = new Set(groups.map(groupNameKey));
  return wanted.size !== held.groups.length || held.groups.some((key) => !wanted.has(key));
}
