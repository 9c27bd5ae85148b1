import fastify, { type FastifyInstance } from 'fastify';
import { addAdminApi } from './admin/admin-api.ts';
import { serveConsole } from './console/serve-console.ts';
import { addHealth } from './health.ts';
import { httpOptions } from './http-options.ts';
import { closeConnectionsOnStop } from './middleware/close-connections.ts';
import { addSecurityHeaders } from './middleware/security-headers.ts';
import { addScim } from './scim/scim-endpoint.ts';
import { scimPath } from './scim/scim-path.ts';
import { addWrongAddresses } from './scim/wrong-address.ts';
import type { Services } from './services.ts';

/** Everything that answers over HTTP, not yet listening. */
export async function createHttpServer(services: Services): Promise<FastifyInstance> {
  const server = fastify(httpOptions(services));
  addSecurityHeaders(server);
  closeConnectionsOnStop(server);
  addHealth(server, services);
  await server.register(async (scope) => addScim(scope, services), { prefix: scimPath(':org') });
  await server.register(async (scope) => addWrongAddresses(scope));
  await server.register(async (scope) => addAdminApi(scope, services));
  await serveConsole(server);
  return server;
}
