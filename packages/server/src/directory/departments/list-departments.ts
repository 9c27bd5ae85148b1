import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { Department } from './department.ts';

/** Every department of an organization: those of one parent stand in their order. */
export async function readDepartments(db: Kysely<Tables>, organizationId: string): Promise<Department[]> {
  const { rows } = await sql<Department>`
    select id, code, name, description, parent_id as "parentId", position
    from departments where organization_id = ${organizationId}
    order by position, id`.execute(db);
  return rows;
}

export interface CountedDepartment extends Department {
  /** Users directly in it. */
  readonly members: number;
}

export async function listDepartments(db: Kysely<Tables>, organizationId: string): Promise<CountedDepartment[]> {
  const { rows } = await sql<CountedDepartment>`
    select id, code, name, description, parent_id as "parentId", position, coalesce(members, 0)::integer as members
    from departments left join (
      select department_id, count(*) as members from user_departments
      where organization_id = ${organizationId} group by department_id
    ) as counted on counted.department_id = departments.id
    where organization_id = ${organizationId}
    order by position, id`.execute(db);
  return rows;
}
