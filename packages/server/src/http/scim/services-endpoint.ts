import {
  compareBy,
  compileFilter,
  defineResourceType,
  defineSchema,
  evaluateFilter,
  listResponse,
  parsePaging,
  parseProjection,
  parseSort,
  project,
  readSearchQuery,
  ScimError,
  type JsonObject,
  type QueryParameters,
  type ResourceTypeDefinition,
  type SearchRequest,
} from '@lockstep/scim';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../../config/options.ts';
import { serviceEntitlement, serviceNameOf, type Service } from '../../directory/services/services.ts';
import { readSearchBody, readUrl } from './search/search-handlers.ts';
import { idOf, sendJson } from './resources/resource-answer.ts';

/** What Okta's entitlement discovery knows a catalogue by, without any definition of its own (its SCIM guide). */
const entitlementSchema = defineSchema({
  id: 'urn:okta:scim:schemas:core:1.0:Entitlement',
  name: 'Entitlement',
  description: 'Something that users can be entitled to',
  attributes: [
    { name: 'type', description: 'The resource type', mutability: 'readOnly' },
    { name: 'displayName', description: 'The name', mutability: 'readOnly' },
  ],
});

/** The services as a catalogue to be read: an entitlement of this type gives a user one of them. */
export const serviceResourceType: ResourceTypeDefinition = defineResourceType({
  name: serviceEntitlement,
  endpoint: '/Services',
  description: 'Services that users can be given as entitlements',
  schema: entitlementSchema,
});

/** Whether a connection has the services at all: none where its rules pass available services over. */
export function provisionsServices({ scim }: FastifyRequest): boolean {
  return scim.caller.connection.policy.services === 'accepted';
}

function toResource(service: Service, baseUrl: string): JsonObject {
  const { code } = service;
  return {
    schemas: [entitlementSchema.id],
    id: code,
    type: serviceEntitlement,
    displayName: serviceNameOf(service),
    meta: { resourceType: serviceEntitlement, location: `${baseUrl}/Services/${code}` },
  };
}

function all(request: FastifyRequest): readonly JsonObject[] {
  if (!provisionsServices(request)) return [];
  const { stores, baseUrl } = request.scim;
  return stores.services.map((service) => toResource(service, baseUrl));
}

/** The services that a query asks for, as a list. */
function searchServices(request: FastifyRequest, search: SearchRequest, config: Config): JsonObject {
  const type = serviceResourceType;
  const { limits, dialect } = request.scim;
  const paging = parsePaging(search, { defaultPageSize: config.pageSize, maxPageSize: config.maxPageSize });
  if (paging.kind === 'cursor') throw ScimError.invalidCursor('Cursors are not supported here');
  const reading = { dialect: dialect.tolerances, limits: limits.filter };
  const filter = search.filter === undefined ? undefined : compileFilter(search.filter, type, reading).filter;
  const sort = parseSort(search, type);
  const projection = parseProjection(search, type);
  const found = all(request).filter((one) => filter === undefined || evaluateFilter(filter, one));
  const sorted = sort === undefined ? found : found.toSorted(compareBy(sort));
  const start = paging.startIndex - 1;
  const resources = sorted.slice(start, start + paging.count).map((one) => project(type, one, projection));
  return listResponse({ totalResults: found.length, startIndex: paging.startIndex, resources });
}

/**
 * GET `/Services` and POST to `/Services/.search`, with filter, sorting, paging by index and projection, and GET
 * `/Services/{code}`; nothing can be written.
 */
export function addServices(server: FastifyInstance, config: Config): void {
  const type = serviceResourceType;
  server.get('/Services', async (request, reply) => sendJson(reply, searchServices(request, readUrl(request), config)));
  server.post('/Services/.search', async (request, reply) =>
    sendJson(reply, searchServices(request, readSearchBody(request), config)),
  );
  server.get('/Services/:id', async (request, reply) => {
    const found = all(request).find(({ id }) => id === idOf(request));
    if (found === undefined) throw ScimError.notFound(`There is no service ${JSON.stringify(idOf(request))}.`);
    const projection = parseProjection(readSearchQuery(request.query as QueryParameters), type);
    return sendJson(reply, project(type, found, projection));
  });
}
