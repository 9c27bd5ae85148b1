import { z } from 'zod';
import { codeSchema, descriptionSchema, idSchema, nameSchema } from './coded.ts';
import { noBody, noContent, noQuery, organizationParams } from './common.ts';
import { defineRoute } from './route.ts';

/**
 * A department of the organization's tree. `parent` is the id of the one above, null at the top; those of one parent
 * come in their order. `members` counts the users directly in it.
 */
export const departmentSchema = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  description: z.string(),
  parent: z.string().nullable(),
  members: z.int(),
});
export type Department = z.infer<typeof departmentSchema>;

const departmentParams = organizationParams.extend({ department: idSchema });
const path = '/organizations/:org/departments';

export const departmentRoutes = {
  listDepartments: defineRoute({
    id: 'listDepartments',
    method: 'GET',
    path,
    summary: 'The tree of departments',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: noBody,
    status: 200,
    response: z.object({ departments: z.array(departmentSchema) }),
  }),
  /** Stands after the others of its parent. 409 `code_taken`, `limit_reached`. */
  createDepartment: defineRoute({
    id: 'createDepartment',
    method: 'POST',
    path,
    summary: 'Add a department',
    access: 'organization',
    params: organizationParams,
    query: noQuery,
    body: z.strictObject({
      code: codeSchema,
      name: nameSchema,
      description: descriptionSchema.default(''),
      parent: idSchema.nullable().default(null),
    }),
    status: 201,
    response: departmentSchema,
  }),
  /** Members that are absent stay as they are. 409 `code_taken`. */
  updateDepartment: defineRoute({
    id: 'updateDepartment',
    method: 'PATCH',
    path: `${path}/:department`,
    summary: 'Rename a department',
    access: 'organization',
    params: departmentParams,
    query: noQuery,
    body: z.strictObject({
      code: codeSchema.optional(),
      name: nameSchema.optional(),
      description: descriptionSchema.optional(),
    }),
    status: 200,
    response: departmentSchema,
  }),
  /**
   * With everything below it, before another department of that parent or at the end.
   * 409 `department_cycle`, `limit_reached`.
   */
  moveDepartment: defineRoute({
    id: 'moveDepartment',
    method: 'POST',
    path: `${path}/:department/move`,
    summary: 'Move or reorder a department',
    access: 'organization',
    params: departmentParams,
    query: noQuery,
    body: z.strictObject({ parent: idSchema.nullable(), before: idSchema.nullable().default(null) }),
    status: 204,
    response: noContent,
  }),
  /**
   * Its members stay users and lose the department and the job title in it; their next department becomes the
   * preferred one. `subDepartments`: `refuse` (409 `department_not_empty`), `lift` them to the parent, or `delete` them.
   */
  deleteDepartment: defineRoute({
    id: 'deleteDepartment',
    method: 'DELETE',
    path: `${path}/:department`,
    summary: 'Delete a department',
    access: 'organization',
    params: departmentParams,
    query: z.object({ subDepartments: z.enum(['refuse', 'lift', 'delete']).default('refuse') }),
    body: noBody,
    status: 200,
    response: z.object({ departments: z.int(), members: z.int() }),
  }),
} as const;
