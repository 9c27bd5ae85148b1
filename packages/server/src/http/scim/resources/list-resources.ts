import {
  compileFilter,
  parsePaging,
  parseProjection,
  readSearchQuery,
  type PagingLimits,
  type QueryParameters,
} from '@lockstep/scim';
import type { RouteHandlerMethod } from 'fastify';
import { sendPage, writeResource } from './resource-answer.ts';
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
        : compileFilter(search.filter, store.type, { dialect: request.scim.dialect.tolerances }).filter;
    const offset = paging.startIndex - 1;
    const query = { filter, offset, limit: paging.count, shown: projection };
    const { total, resources } = await store.search(request.scim, query);
    const texts = resources.map((stored) => writeResource(request, store, stored, projection));
    return sendPage(reply, { totalResults: total, startIndex: paging.startIndex }, texts);
  };
}
