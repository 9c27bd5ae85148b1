import { parseSearchRequest, readSearchQuery, type QueryParameters, type SearchRequest } from '@lockstep/scim';
import type { FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Services } from '../../services.ts';
import { readBody } from '../resources/resource-answer.ts';
import type { StoreOf } from '../resources/stores.ts';
import { filterText } from './filter-text.ts';
import { searchEverything } from './search-everything.ts';
import { searchedServices } from './searched-services.ts';
import { searchedStore } from './searched.ts';
import { searchResources } from './search-resources.ts';

/** The query of a GET. */
export function readUrl(request: FastifyRequest): SearchRequest {
  const query = request.query as QueryParameters;
  const filter = filterText(request.raw.url ?? '', query['filter'], request.scim.dialect.tolerances);
  return readSearchQuery({ ...query, filter });
}

/** The query in the body of a POST to `/.search`. */
export function readSearchBody(request: FastifyRequest): SearchRequest {
  return parseSearchRequest(readBody(request), { dialect: request.scim.dialect.tolerances });
}

/** GET of a collection (RFC 7644 §3.4.2); an empty list is a 200. */
export function listResources(services: Services, storeOf: StoreOf): RouteHandlerMethod {
  return async (request, reply) =>
    searchResources(services, storeOf(request), { request, reply, search: readUrl(request) });
}

/** POST to a collection's `/.search` (RFC 7644 §3.4.3): a query whose filter stays out of logs of addresses. */
export function postSearch(services: Services, storeOf: StoreOf): RouteHandlerMethod {
  return async (request, reply) =>
    searchResources(services, storeOf(request), { request, reply, search: readSearchBody(request) });
}

function searchAll(services: Services, read: (request: FastifyRequest) => SearchRequest): RouteHandlerMethod {
  return async (request, reply) => {
    const search = read(request);
    const stored = request.scim.stores.all.map((store) => searchedStore(store, request, search));
    const searched = [...stored, searchedServices(request, search)].filter((one) => one !== undefined);
    return searchEverything(services, searched, { request, reply, search });
  };
}

/** GET of the endpoint's base address: over all resource types (RFC 7644 §3.4.2.1). */
export function listEverything(services: Services): RouteHandlerMethod {
  return searchAll(services, readUrl);
}

/** POST to `/.search`: over all resource types. */
export function postSearchEverything(services: Services): RouteHandlerMethod {
  return searchAll(services, readSearchBody);
}
