import type { routes } from '@lockstep/admin-api';
import { readHealth } from '../../inbound/health/read-health.ts';
import type { Handler } from './bind-route.ts';
import { readConnection } from './read-connection.ts';

/** Identity providers synchronize at least every 40 minutes; six hours of silence mean that something ended. */
const silence = 6 * 3_600_000;

const get: Handler<typeof routes.getConnectionHealth> = async ({ params }, context) => {
  const { organizationId, id, lastRequestAt } = await readConnection(context, params.connection);
  const { database, now } = context.services;
  const { hours, ...health } = await readHealth(database.db, { organizationId, connectionId: id }, now());
  return {
    ...(lastRequestAt === undefined ? {} : { lastRequestAt: lastRequestAt.toISOString() }),
    silent: lastRequestAt !== undefined && now().getTime() - lastRequestAt.getTime() >= silence,
    hours: hours.map(({ hour, ...counts }) => ({ hour: hour.toISOString(), ...counts })),
    ...health,
  };
};

export const healthHandlers = { getConnectionHealth: get };
