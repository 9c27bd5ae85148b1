import type { JobTitle as JobTitleView, routes } from '@lockstep/admin-api';
import {
  createJobTitle,
  deleteJobTitle,
  listJobTitles,
  moveJobTitle,
  updateJobTitle,
} from '../../directory/job-titles/job-titles.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { ownerOf } from './department-handlers.ts';
import { notFound } from './problem-error.ts';

async function show({ services, organization }: OrganizationContext, id: string): Promise<JobTitleView> {
  const found = (await listJobTitles(services.database.db, organization.id)).find((one) => one.id === id);
  if (found === undefined) throw notFound('job title');
  return found;
}

const list: Handler<typeof routes.listJobTitles> = async (_input, { services, organization }) => ({
  jobTitles: await listJobTitles(services.database.db, organization.id),
});

const create: Handler<typeof routes.createJobTitle> = async ({ body }, context) => {
  const { id } = await createJobTitle(context.services.database, ownerOf(context), body);
  context.services.signal.notify();
  return show(context, id);
};

const update: Handler<typeof routes.updateJobTitle> = async ({ params, body }, context) => {
  const { id } = await updateJobTitle(context.services.database, ownerOf(context), params.title, body);
  context.services.signal.notify();
  return show(context, id);
};

const move: Handler<typeof routes.moveJobTitle> = async ({ params, body }, context) => {
  await moveJobTitle(context.services.database, ownerOf(context), params.title, body.before);
  context.services.signal.notify();
};

const remove: Handler<typeof routes.deleteJobTitle> = async ({ params }, context) => {
  const deleted = await deleteJobTitle(context.services.database, ownerOf(context), params.title);
  context.services.signal.notify();
  return deleted;
};

export const jobTitleHandlers = {
  listJobTitles: list,
  createJobTitle: create,
  updateJobTitle: update,
  moveJobTitle: move,
  deleteJobTitle: remove,
};
