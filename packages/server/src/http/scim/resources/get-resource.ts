import type { RouteHandlerMethod } from 'fastify';
import { asksForNewer, isNotModified } from './preconditions.ts';
import { idOf, notFound, readProjection, sendNotModified, sendResource } from './resource-answer.ts';
import type { StoreOf } from './stores.ts';

/** GET of one resource (RFC 7644 §3.4.1). */
export function getResource(storeOf: StoreOf): RouteHandlerMethod {
  return async function get(request, reply) {
    const store = storeOf(request);
    const projection = readProjection(request, store);
    const id = idOf(request);
    if (asksForNewer(request)) {
      const known = await store.find(request.scim, id, undefined);
      if (known !== undefined && isNotModified(request, known)) return sendNotModified(reply, store, known);
    }
    const stored = await store.find(request.scim, id, projection);
    if (stored === undefined) throw notFound(store, id);
    return sendResource(reply, store, stored, projection);
  };
}
