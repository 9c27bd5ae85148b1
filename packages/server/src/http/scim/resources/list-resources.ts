import {
  compileFilter,
  listResponse,
  parsePaging,
  parseProjection,
  project,
  readSearchQuery,
  type PagingLimits,
  type QueryParameters,
} from '@lockstep/scim';
import type { RouteHandlerMethod } from 'fastify';
import { presentResource, sendJson } from './resource-answer.ts';
import type { ResourceStore } from './resource-store.ts';

/** GET of a collection (RFC 7644 §3.4.2): filter and index paging; an empty list is a 200. */
export function listResources(store: ResourceStore, limits: PagingLimits): RouteHandlerMethod {
  return async function list(request, reply) {
    const search = readSearchQuery(request.query as QueryParameters);
    const projection = parseProjection(search, store.type);
    const paging = parsePaging(search, limits);
    if (paging.kind === 'cursor') throw new TypeError('Cursors are not offered here.');
    const filter =
      search.filter === undefined
        ? undefined
        : compileFilter(search.filter, store.type, { dialect: request.scim.dialect }).filter;
    const offset = paging.startIndex - 1;
    const { total, resources } = await store.search(request.scim, { filter, offset, limit: paging.count });
    return sendJson(
      reply,
      listResponse({
        totalResults: total,
        startIndex: paging.startIndex,
        resources: resources.map((stored) => project(store.type, presentResource(request, store, stored), projection)),
      }),
    );
  };
}
