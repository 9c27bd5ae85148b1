import type { Department as DepartmentView, routes } from '@lockstep/admin-api';
import type { Department } from '../../directory/departments/department.ts';
import { deleteDepartment } from '../../directory/departments/delete-department.ts';
import { listDepartments, type CountedDepartment } from '../../directory/departments/list-departments.ts';
import {
  createDepartment,
  moveDepartment,
  updateDepartment,
  type Owner,
} from '../../directory/departments/write-departments.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { notFound } from './problem-error.ts';

function present({ id, code, name, description, parentId, members }: CountedDepartment): DepartmentView {
  return { id, code, name, description, parent: parentId, members };
}

/** Whose directory is written, and by whom. */
export function ownerOf({ organization, caller }: OrganizationContext): Owner {
  return { organizationId: organization.id, actor: caller.actor };
}

async function show({ services, organization }: OrganizationContext, { id }: Department): Promise<DepartmentView> {
  const all = await listDepartments(services.database.db, organization.id);
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw notFound('department');
  return present(found);
}

const list: Handler<typeof routes.listDepartments> = async (_input, { services, organization }) => {
  const departments = await listDepartments(services.database.db, organization.id);
  return { departments: departments.map(present) };
};

const create: Handler<typeof routes.createDepartment> = async ({ body }, context) => {
  const { parent, ...named } = body;
  const { services } = context;
  const created = await createDepartment(services.database, ownerOf(context), { ...named, parentId: parent });
  services.signal.notify();
  return show(context, created);
};

const update: Handler<typeof routes.updateDepartment> = async ({ params, body }, context) => {
  const { services } = context;
  const updated = await updateDepartment(services.database, ownerOf(context), params.department, body);
  services.signal.notify();
  return show(context, updated);
};

const move: Handler<typeof routes.moveDepartment> = async ({ params, body }, context) => {
  const { services } = context;
  const place = { parentId: body.parent, before: body.before };
  await moveDepartment(services.database, ownerOf(context), params.department, place);
  services.signal.notify();
};

const remove: Handler<typeof routes.deleteDepartment> = async ({ params, query }, context) => {
  const { services } = context;
  const deleted = await deleteDepartment(services.database, ownerOf(context), params.department, query.subDepartments);
  services.signal.notify();
  return deleted;
};

export const departmentHandlers = {
  listDepartments: list,
  createDepartment: create,
  updateDepartment: update,
  moveDepartment: move,
  deleteDepartment: remove,
};
