import type { RouteHandlerMethod } from 'fastify';
import { checkPreconditions } from './preconditions.ts';
import { namesAttributes, prefersMinimal } from './preference.ts';
import { idOf, notFound, readBody, readProjection, sendWritten } from './resource-answer.ts';
import type { StoreOf } from './stores.ts';

/** PUT (RFC 7644 §3.5.1): what the body leaves out is cleared. A body that changes nothing writes nothing. */
export function replaceResource(storeOf: StoreOf): RouteHandlerMethod {
  return async function replace(request, reply) {
    const store = storeOf(request);
    const projection = readProjection(request, store);
    const shown = prefersMinimal(request) && !namesAttributes(request) ? undefined : projection;
    const check = checkPreconditions.bind(undefined, request);
    const replacement = { body: readBody(request), check, shown };
    const stored = await store.replace(request.scim, idOf(request), replacement);
    if (stored === undefined) throw notFound(store, idOf(request));
    return sendWritten(reply, store, stored, shown);
  };
}
