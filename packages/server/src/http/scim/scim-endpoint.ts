import { ScimError } from '@lockstep/scim';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Services } from '../services.ts';
import { answerError } from './answer-error.ts';
import { recognizeDialect } from './dialect.ts';
import { postBulk } from './bulk/post-bulk.ts';
import { addDiscovery } from './discovery.ts';
import { scimLimits, type ScimLimits } from './limits.ts';
import { addNotImplemented } from './not-implemented.ts';
import { addResourceType } from './resources/add-resource-type.ts';
import { createGroupStore } from './resources/group-store.ts';
import { createUserStore } from './resources/user-store.ts';
import { postSearchEverything } from './search/search-handlers.ts';
import { scimPath } from './scim-path.ts';
import { checkPropagation } from './steps/check-propagation.ts';
import { identifyCaller } from './steps/identify-caller.ts';
import { limitRate } from './steps/limit-rate.ts';
import { noteUse } from './steps/note-use.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const writing = new Set<string>(['POST', 'PUT', 'PATCH', 'DELETE']);

/** A POST to `/.search` only reads (RFC 7644 §3.4.3), and `/Me` does nothing at all. */
function isWrite({ method, routeOptions: { url = '' } }: FastifyRequest): boolean {
  return writing.has(method) && !url.endsWith('/.search') && !url.endsWith('/Me');
}

/** The steps of every SCIM request before its body is read, in order. Each refuses with a ScimError. */
async function arrive(services: Services, limits: ScimLimits, request: FastifyRequest): Promise<void> {
  const { organization, caller } = await identifyCaller(services, request);
  noteUse(services, request, caller);
  limitRate(services, caller);
  if (isWrite(request)) await checkPropagation(services, caller);
  request.scim = {
    organization,
    caller,
    actor: { kind: 'token', id: caller.token.id, name: caller.token.notes || caller.token.prefix, address: request.ip },
    dialect: recognizeDialect(request.query),
    limits,
    baseUrl: services.publicUrl() + scimPath(organization.slug),
  };
}

/** Every method that an address does not have is a 405 that names those it has. */
function refuseOtherMethods(server: FastifyInstance, addresses: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [url, known] of addresses) {
    const method = methods.filter((one) => !known.has(one));
    if (method.length === 0) continue;
    const allow = [...known].join(', ');
    server.route({
      method,
      url,
      handler: async (request, reply) => {
        reply.header('allow', allow);
        throw ScimError.methodNotAllowed(`${request.method} is not possible here; possible: ${allow}.`);
      },
    });
  }
}

/** The SCIM endpoint of every organization. Bodies arrive as text: reading them is part of the protocol. */
export function addScim(server: FastifyInstance, services: Services): void {
  const addresses = new Map<string, Set<string>>();
  server.decorateRequest('scim');
  server.setErrorHandler(answerError);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    ['application/scim+json', 'application/json'],
    { parseAs: 'string', bodyLimit: services.config.bodyLimit },
    (_request, body, done) => done(null, body),
  );
  const limits = scimLimits(services.config);
  server.addHook('onRequest', (request) => arrive(services, limits, request));
  server.addHook('onRoute', ({ url, prefix, method }) => {
    const known = addresses.get(url.slice(prefix.length)) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    addresses.set(url.slice(prefix.length), known);
  });
  const stores = [createUserStore(services), createGroupStore(services)];
  for (const store of stores) addResourceType(server, services, store);
  server.post('/.search', postSearchEverything(services, stores));
  server.post('/Bulk', postBulk(services, stores));
  addDiscovery(
    server,
    services.config,
    stores.map(({ type }) => type),
  );
  addNotImplemented(server);
  refuseOtherMethods(server, new Map(addresses));
  const refuse = (): never => {
    throw ScimError.notFound('There is nothing at this address of the SCIM endpoint.');
  };
  // before the wider addresses beside the endpoint; the second for methods that no route can have
  server.all('/*', refuse);
  server.setNotFoundHandler(refuse);
}
