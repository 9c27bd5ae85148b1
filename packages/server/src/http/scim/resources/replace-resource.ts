import { checkReplace, jsonEquals } from '@lockstep/scim';
import type { RouteHandlerMethod } from 'fastify';
import { checkIfMatch } from './preconditions.ts';
import { idOf, notFound, readBody, readProjection, sendResource } from './resource-answer.ts';
import type { ResourceStore } from './resource-store.ts';

/** PUT (RFC 7644 §3.5.1): what the body leaves out is cleared. A body that changes nothing writes nothing. */
export function replaceResource(store: ResourceStore): RouteHandlerMethod {
  return async function replace(request, reply) {
    const projection = readProjection(request, store);
    const body = readBody(request);
    const { dialect } = request.scim;
    const stored = await store.modify(request.scim, idOf(request), (current) => {
      checkIfMatch(request, current);
      const { resource } = checkReplace(store.type, body, current.attributes, { dialect });
      return jsonEquals(resource, current.attributes) ? current.attributes : resource;
    });
    if (stored === undefined) throw notFound(store, idOf(request));
    return sendResource(reply, store, stored, projection);
  };
}
