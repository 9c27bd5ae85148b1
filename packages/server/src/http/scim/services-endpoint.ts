import {
  compareBy,
  compileFilter,
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
  type SearchRequest,
} from '@lockstep/scim';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../../config/options.ts';
import { readSearchBody, readUrl } from './search/search-handlers.ts';
import { idOf, sendJson } from './resources/resource-answer.ts';
import { serviceResources, serviceResourceType } from './service-catalogue.ts';

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
  const found = serviceResources(request).filter((one) => filter === undefined || evaluateFilter(filter, one));
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
    const found = serviceResources(request).find(({ id }) => id === idOf(request));
    if (found === undefined) throw ScimError.notFound(`There is no service ${JSON.stringify(idOf(request))}.`);
    const projection = parseProjection(readSearchQuery(request.query as QueryParameters), type);
    return sendJson(reply, project(type, found, projection));
  });
}
