import type { RouteHandlerMethod } from 'fastify';
import { isNotModified } from './preconditions.ts';
import { idOf, notFound, readProjection, sendResource } from './resource-answer.ts';
import type { ResourceStore } from './resource-store.ts';

/** GET of one resource (RFC 7644 §3.4.1). */
export function getResource(store: ResourceStore): RouteHandlerMethod {
  return async function get(request, reply) {
    const projection = readProjection(request, store);
    const stored = await store.find(request.scim, idOf(request));
    if (stored === undefined) throw notFound(store, idOf(request));
    if (isNotModified(request, stored)) return reply.code(304).send();
    return sendResource(reply, store, stored, projection);
  };
}
