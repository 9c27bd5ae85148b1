import { newId } from '../../../directory/new-id.ts';
import { bulkResponse, bulkResult, parseBulkRequest, type BulkRequest } from '@lockstep/scim';
import type { RouteHandlerMethod } from 'fastify';
import { createCircleLane } from '../../../directory/circles/circle-lane.ts';
import type { Services } from '../../services.ts';
import { readBody, sendJson } from '../resources/resource-answer.ts';
import { runBulk } from './run-bulk.ts';

/** An id for every resource that the request would create, by bulk id. */
function giveIds({ operations }: BulkRequest): Map<string, string> {
  return new Map(
    operations.flatMap(({ kind, method, bulkId }) =>
      kind === 'operation' && method === 'POST' && bulkId !== undefined ? [[bulkId, newId()]] : [],
    ),
  );
}

/**
 * POST to `/Bulk` (RFC 7644 §3.7): 200 with the result of every operation that was processed. Resources are not in the
 * answer, which would else have no bound; errors are.
 */
export function postBulk({ database, signal, config }: Services): RouteHandlerMethod {
  const tools = { db: database.db, createCircle: createCircleLane(database, signal) };
  return async function bulk(request, reply) {
    const options = { dialect: request.scim.dialect.tolerances, maxOperations: config.scimBulkOperations };
    const bulkRequest = parseBulkRequest(readBody(request), options);
    const stores = request.scim.stores.byEndpoint;
    const scope = { request, stores, ids: giveIds(bulkRequest), created: new Set<string>() };
    const results = await runBulk(tools, scope, bulkRequest);
    return sendJson(reply, bulkResponse(results.map(bulkResult)));
  };
}
