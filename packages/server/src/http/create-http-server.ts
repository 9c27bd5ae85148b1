import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { newId } from '../directory/new-id.ts';
import { isInNetworks } from '../network/networks.ts';
import { addAdminApi } from './admin/admin-api.ts';
import { serveConsole } from './console/serve-console.ts';
import { addHealth } from './health.ts';
import { answerUnreadable } from './middleware/answer-unreadable.ts';
import { closeConnectionsOnStop } from './middleware/close-connections.ts';
import { addSecurityHeaders } from './middleware/security-headers.ts';
import { answerBadAddress } from './scim/answer-error.ts';
import { addScim } from './scim/scim-endpoint.ts';
import { addWrongAddresses } from './scim/wrong-address.ts';
import { toPathForm } from './organization-host.ts';
import type { Services } from './services.ts';

/** Everything that answers over HTTP, not yet listening. */
export async function createHttpServer(services: Services): Promise<FastifyInstance> {
  const { baseDomain } = services.config;
  const loggerInstance: FastifyBaseLogger = services.log;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // grows with time: it is also the id of the request's record
    genReqId: newId,
    bodyLimit: services.config.bodyLimit,
    // whoever is no proxy of ours does not decide what address it comes from
    trustProxy: (address) => isInNetworks(address, services.config.trustedProxies),
    // a request that takes this long to arrive is an attack or a broken line
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    frameworkErrors: answerBadAddress,
    ...(baseDomain === undefined ? {} : { rewriteUrl: toPathForm(baseDomain) }),
    clientErrorHandler: answerUnreadable,
  });
  addSecurityHeaders(server);
  closeConnectionsOnStop(server);
  addHealth(server, services);
  await server.register(async (scope) => addScim(scope, services), { prefix: '/o/:org/scim/v2' });
  await server.register(async (scope) => addWrongAddresses(scope));
  await server.register(async (scope) => addAdminApi(scope, services));
  await serveConsole(server);
  return server;
}
