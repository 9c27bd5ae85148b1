import { applyPatch, parsePatch } from '@lockstep/scim';
import type { RouteHandlerMethod } from 'fastify';
import { checkIfMatch } from './preconditions.ts';
import { idOf, notFound, readBody, readProjection, sendResource } from './resource-answer.ts';
import type { ResourceStore } from './resource-store.ts';

/** PATCH (RFC 7644 §3.5.2): all operations or none; 200 with the resource. */
export function patchResource(store: ResourceStore): RouteHandlerMethod {
  return async function patch(request, reply) {
    const projection = readProjection(request, store);
    const { dialect } = request.scim;
    const { operations } = parsePatch(store.type, readBody(request), { dialect });
    const stored = await store.modify(request.scim, idOf(request), (current) => {
      checkIfMatch(request, current);
      return applyPatch(store.type, current.attributes, operations, dialect).resource;
    });
    if (stored === undefined) throw notFound(store, idOf(request));
    return sendResource(reply, store, stored, projection);
  };
}
