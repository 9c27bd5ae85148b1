import type { routes } from '@lockstep/admin-api';
import type { Handler } from './bind-route.ts';

const listTasks: Handler<typeof routes.listTasks> = async ({ query }, { services, organization }) => {
  const page = await services.outbound.queries.listTasks(organization.id, query);
  return { ...page, tasks: [...page.tasks] };
};

const countTasks: Handler<typeof routes.countTasks> = async (_input, { services, organization }) => ({
  total: await services.outbound.queries.countTasks(organization.id),
});

const retryTasks: Handler<typeof routes.retryTasks> = async ({ body }, { services, organization }) => ({
  retried: await services.outbound.commands.retryTasks(organization.id, body),
});

const dismissTasks: Handler<typeof routes.dismissTasks> = async ({ body }, { services, organization }) => ({
  dismissed: await services.outbound.commands.dismissTasks(organization.id, body),
});

export const taskHandlers = { listTasks, countTasks, retryTasks, dismissTasks };
