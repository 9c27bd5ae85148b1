import { LogController, type FastifyBaseLogger, type FastifyServerOptions } from 'fastify';
import { newId } from '../directory/new-id.ts';
import { isInNetworks } from '../network/networks.ts';
import { answerUnreadable } from './middleware/answer-unreadable.ts';
import { toPathForm } from './organization-host.ts';
import { answerBadAddress } from './scim/answer-error.ts';
import type { Services } from './services.ts';

/** How requests are taken, whatever they are about. */
export function httpOptions({ config, log }: Services) {
  const loggerInstance: FastifyBaseLogger = log;
  return {
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    // grows with time: it is also the id of the request's record
    genReqId: newId,
    bodyLimit: config.bodyLimit,
    // whoever is no proxy of ours does not decide what address it comes from
    trustProxy: (address: string) => isInNetworks(address, config.trustedProxies),
    // a request that takes this long to arrive is an attack or a broken line
    requestTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    frameworkErrors: answerBadAddress,
    clientErrorHandler: answerUnreadable,
    ...(config.baseDomain === undefined ? {} : { rewriteUrl: toPathForm(config.baseDomain) }),
  } satisfies FastifyServerOptions;
}
