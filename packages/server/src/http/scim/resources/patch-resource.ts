import { parsePatch, type AppliedTolerance } from '@lockstep/scim';
import type { FastifyRequest, RouteHandlerMethod } from 'fastify';
import { groupPatchAnswer } from '../dialect.ts';
import { readingPatch } from '../reading.ts';
import { checkIfMatch } from './preconditions.ts';
import { namesAttributes, prefersMinimal } from './preference.ts';
import { idOf, notFound, readBody, readProjection, sendWritten } from './resource-answer.ts';
import type { ResourceStore } from './resource-store.ts';
import type { StoreOf } from './stores.ts';

/** Whether a PATCH of a group answers 204: who asks for that, or is known to expect it. */
function answersNothing(request: FastifyRequest, store: ResourceStore, used: readonly AppliedTolerance[]): boolean {
  if (namesAttributes(request)) return false;
  if (prefersMinimal(request)) return true;
  return store.type.name === 'Group' && groupPatchAnswer(request.scim.dialect, used) === 'nothing';
}

/** PATCH (RFC 7644 §3.5.2): all operations or none; 200 with the resource, or 204. */
export function patchResource(storeOf: StoreOf): RouteHandlerMethod {
  return async function patch(request, reply) {
    const store = storeOf(request);
    const projection = readProjection(request, store);
    const { operations, tolerances } = parsePatch(store.type, readBody(request), readingPatch(request.scim));
    const shown = answersNothing(request, store, tolerances) ? undefined : projection;
    const check = checkIfMatch.bind(undefined, request);
    const stored = await store.patch(request.scim, idOf(request), { operations, check, shown });
    if (stored === undefined) throw notFound(store, idOf(request));
    return sendWritten(reply, store, stored, shown);
  };
}
