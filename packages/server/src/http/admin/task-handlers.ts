import type { routes } from '@lockstep/admin-api';
import type { Handler } from './bind-route.ts';
import { ownerOf } from './department-handlers.ts';

const listTasks: Handler<typeof routes.listTasks> = async ({ query }, { services, organization }) => {
  const page = await services.outbound.queries.listTasks(organization.id, query);
  return { ...page, tasks: [...page.tasks] };
};

const countTasks: Handler<typeof routes.countTasks> = async (_input, { services, organization }) => ({
  total: await services.outbound.queries.countTasks(organization.id),
});

const retryTasks: Handler<typeof routes.retryTasks> = async ({ body }, context) => ({
  retried: await context.services.outbound.commands.retryTasks(ownerOf(context), body),
});

const dismissTasks: Handler<typeof routes.dismissTasks> = async ({ body }, context) => ({
  dismissed: await context.services.outbound.commands.dismissTasks(ownerOf(context), body),
});

export const taskHandlers = { listTasks, countTasks, retryTasks, dismissTasks };
