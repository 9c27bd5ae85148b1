import { isUtf8 } from 'node:buffer';
import { noteTolerances, ScimError } from '@lockstep/scim';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../../changes/change.ts';
import { builtInTypes, type OrganizationTypes } from '../../directory/custom-types/compile-types.ts';
import type { Policy } from '../../inbound/policy.ts';
import { hostScimPath, hostUrl } from '../organization-host.ts';
import type { Services } from '../services.ts';
import { answerError } from './answer-error.ts';
import { dialectOf, type Dialect } from './dialect.ts';
import { postBulk } from './bulk/post-bulk.ts';
import { addDiscovery } from './discovery.ts';
import { scimLimits, type ScimLimits } from './limits.ts';
import { isWrite } from './is-write.ts';
import { addNotImplemented } from './not-implemented.ts';
import { addResourceType } from './resources/add-resource-type.ts';
import type { ResourceStore } from './resources/resource-store.ts';
import { createStores, type ResourceStores, type StoreOf } from './resources/stores.ts';
import { addServices } from './services-endpoint.ts';
import { listEverything, postSearchEverything } from './search/search-handlers.ts';
import { scimPath } from './scim-path.ts';
import { checkDialect } from './steps/check-dialect.ts';
import { checkTokenNetworks } from './steps/check-token-networks.ts';
import { identifyCaller } from './steps/identify-caller.ts';
import { limitRate } from './steps/limit-rate.ts';
import { noteUse } from './steps/note-use.ts';
import { noteTolerance, recordExchanges } from './steps/record-exchange.ts';
import { refuseWrite } from './steps/refuse-write.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** How the server speaks with the client; what it puts up with is noted for the record of the request. */
function speaking({ exchanges }: Services, { query, exchange }: FastifyRequest, policy: Policy): Dialect {
  const dialect = dialectOf(policy, query);
  if (exchange === null || !exchanges.records) return dialect;
  const note: Dialect['note'] = (used) => noteTolerance(exchange, used);
  return { ...dialect, tolerances: noteTolerances(dialect.tolerances, note), note };
}

type StoresOf = (types: OrganizationTypes) => ResourceStores;

/** What is the same for every request. */
interface Fixed {
  readonly limits: ScimLimits;
  readonly storesOf: StoresOf;
}

function nothingHere(): ScimError {
  return ScimError.notFound('There is nothing at this address of the SCIM endpoint.');
}

/** RFC 8259 §8.1: anything else would be kept as other characters than were sent. */
function notUtf8(): ScimError {
  return ScimError.invalidSyntax('The body is not UTF-8.');
}

function storeAt({ scim }: FastifyRequest, endpoint: string): ResourceStore {
  const store = scim.stores.byEndpoint.get(endpoint);
  if (store === undefined) throw nothingHere();
  return store;
}

/** The store of one of the organization's own types; no other organization has anything at that address. */
function customStoreOf(request: FastifyRequest): ResourceStore {
  return storeAt(request, `/${(request.params as { endpoint: string }).endpoint}`);
}

/** The form of the endpoint's address that the client uses: below the organization's own host or below `/o/`. */
function baseUrlOf(services: Services, { url, originalUrl }: FastifyRequest, slug: string): string {
  const own = url === originalUrl ? undefined : hostUrl(services, slug);
  return own === undefined ? services.publicUrl() + scimPath(slug) : own + hostScimPath;
}

/** The steps of every SCIM request before its body is read, in order. Each refuses with a ScimError. */
async function arrive(services: Services, { limits, storesOf }: Fixed, request: FastifyRequest): Promise<void> {
  const identified = identifyCaller(services, request);
  // most requests wait for nothing here
  const { organization, caller } = identified instanceof Promise ? await identified : identified;
  if (request.exchange !== null) request.exchange.caller = caller;
  checkTokenNetworks(caller, request.ip);
  noteUse(services, request, caller);
  limitRate(services, caller);
  checkDialect(request, caller);
  if (isWrite(request) && !caller.connection.propagation) await refuseWrite(services, caller);
  const types = services.types.of(organization);
  const { token } = caller;
  const actor: Actor = { kind: 'token', id: token.id, name: token.notes || token.prefix, address: request.ip };
  request.scim = {
    organization,
    caller,
    client: (request.headers['user-agent'] ?? '').slice(0, 200),
    limits,
    stores: storesOf(types instanceof Promise ? await types : types),
    actor: services.exchanges.records ? { ...actor, request: request.id } : actor,
    dialect: speaking(services, request, caller.connection.policy),
    baseUrl: baseUrlOf(services, request, organization.slug),
  };
}

/** What no route is for: OPTIONS tells the methods that an address has, and every other one is a 405 that names them. */
function tellMethods(server: FastifyInstance, addresses: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [url, known] of addresses) {
    const others = ['OPTIONS', ...methods].filter((one) => !known.has(one));
    if (others.length === 0) continue;
    const allow = [...known].join(', ');
    server.route({
      method: others,
      url,
      handler: async (request, reply) => {
        if (url.startsWith('/:')) customStoreOf(request);
        reply.header('allow', allow);
        if (request.method === 'OPTIONS') return reply.code(204).send();
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
  server.addContentTypeParser<Buffer>(
    ['application/scim+json', 'application/json'],
    { parseAs: 'buffer', bodyLimit: services.config.bodyLimit },
    (_request, body, done) => (isUtf8(body) ? done(null, body.toString()) : done(notUtf8())),
  );
  recordExchanges(server, services);
  const limits = scimLimits(services.config);
  const storesOf = createStores(services);
  server.addHook('onRequest', (request) => arrive(services, { limits, storesOf }, request));
  server.addHook('onRoute', ({ url, prefix, method }) => {
    const known = addresses.get(url.slice(prefix.length)) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    addresses.set(url.slice(prefix.length), known);
  });
  for (const { type } of storesOf(builtInTypes).all) {
    const storeOf: StoreOf = (request) => storeAt(request, type.endpoint);
    addResourceType(server, services, { collection: type.endpoint, storeOf });
  }
  addResourceType(server, services, { collection: '/:endpoint', storeOf: customStoreOf });
  server.get('', listEverything(services));
  server.post('/.search', postSearchEverything(services));
  server.post('/Bulk', postBulk(services));
  addServices(server, services.config);
  addDiscovery(server, services.config);
  addNotImplemented(server);
  tellMethods(server, new Map(addresses));
  const refuse = (): never => {
    throw nothingHere();
  };
  // before the wider addresses beside the endpoint; the second for methods that no route can have
  server.all('/*', refuse);
  server.setNotFoundHandler(refuse);
}
