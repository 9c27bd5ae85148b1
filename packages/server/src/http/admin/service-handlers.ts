import type { routes, ServiceUse } from '@lockstep/admin-api';
import { changeDefinitions, type EditDefinitions } from '../../directory/custom-types/change-definitions.ts';
import { readDefinitions } from '../../directory/custom-types/read-definitions.ts';
import { addService, removeService, renameService } from '../../directory/services/edit-services.ts';
import { listServices, setSeats } from '../../directory/services/service-seats.ts';
import { defaultServices, type Service } from '../../directory/services/services.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { ownerOf } from './department-handlers.ts';
import { notFound } from './problem-error.ts';

/** As it is this moment, whichever process changed it last. */
async function readList({ services, organization }: OrganizationContext): Promise<readonly Service[]> {
  const { definitions } = await readDefinitions(services.database.db, organization.id);
  return definitions.services ?? defaultServices;
}

async function readUse(context: OrganizationContext, code: string): Promise<ServiceUse> {
  const { services, organization } = context;
  const service = (await readList(context)).filter((one) => one.code === code);
  const [found] = await listServices(services.database.db, organization.id, service);
  if (found === undefined) throw notFound('service');
  return found;
}

async function changeList(context: OrganizationContext, edit: EditDefinitions, discard = false): Promise<void> {
  const { services, organization } = context;
  await changeDefinitions(services.database, { ...ownerOf(context), discard }, edit);
  services.types.forget(organization.id);
  // remembered callers have the organization's row as it was
  services.callerCache.clear();
  services.signal.notify();
}

async function limit(context: OrganizationContext, code: string, seats: number | null | undefined): Promise<void> {
  if (seats === undefined) return;
  await setSeats(context.services.database, ownerOf(context), code, seats);
  context.services.signal.notify();
}

const list: Handler<typeof routes.listServices> = async (_input, context) => {
  const { services, organization } = context;
  return { services: await listServices(services.database.db, organization.id, await readList(context)) };
};

const create: Handler<typeof routes.createService> = async ({ body: { seats, ...service } }, context) => {
  await changeList(context, addService(service));
  await limit(context, service.code, seats);
  return readUse(context, service.code);
};

const update: Handler<typeof routes.updateService> = async ({ params: { service }, body }, context) => {
  await readUse(context, service);
  if (body.name !== undefined) await changeList(context, renameService(service, body.name));
  await limit(context, service, body.seats);
  return readUse(context, service);
};

const remove: Handler<typeof routes.deleteService> = async ({ params, query }, context) => {
  await changeList(context, removeService(params.service), query.users === 'take');
};

export const serviceHandlers = {
  listServices: list,
  createService: create,
  updateService: update,
  deleteService: remove,
};
