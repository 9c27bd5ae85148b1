import type { routes } from '@lockstep/admin-api';
import { listServices, setSeats } from '../../directory/services/service-seats.ts';
import { isServiceCode } from '../../directory/services/services.ts';
import type { Handler } from './bind-route.ts';
import { ownerOf } from './department-handlers.ts';
import { notFound } from './problem-error.ts';

const list: Handler<typeof routes.listServices> = async (_input, { services, organization }) => ({
  services: await listServices(services.database.db, organization.id),
});

const update: Handler<typeof routes.setServiceSeats> = async ({ params, body }, context) => {
  const { services, organization } = context;
  const { service } = params;
  if (!isServiceCode(service)) throw notFound('service');
  await setSeats(services.database, ownerOf(context), service, body.seats);
  services.signal.notify();
  const found = (await listServices(services.database.db, organization.id)).find(({ code }) => code === service);
  if (found === undefined) throw notFound('service');
  return found;
};

export const serviceHandlers = { listServices: list, setServiceSeats: update };
