import type { RouteHandlerMethod } from 'fastify';
import { checkPreconditions } from './preconditions.ts';
import { idOf, notFound } from './resource-answer.ts';
import type { StoreOf } from './stores.ts';

/** DELETE (RFC 7644 §3.6): 204, and 404 from then on. */
export function deleteResource(storeOf: StoreOf): RouteHandlerMethod {
  return async function remove(request, reply) {
    const store = storeOf(request);
    const removed = await store.remove(request.scim, idOf(request), (current) => checkPreconditions(request, current));
    if (!removed) throw notFound(store, idOf(request));
    return reply.code(204).send();
  };
}
