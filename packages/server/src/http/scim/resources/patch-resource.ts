import { parsePatch, type AppliedTolerance } from '@lockstep/scim';
import type { FastifyRequest, RouteHandlerMethod } from 'fastify';
import { patchAnswer } from '../dialect.ts';
import { ignoresGroups } from '../provisions-groups.ts';
import { readingPatch } from '../reading.ts';
import { checkPreconditions } from './preconditions.ts';
import { namesAttributes, prefersMinimal } from './preference.ts';
import { idOf, notFound, readBody, readProjection, sendWritten } from './resource-answer.ts';
import type { ResourceStore } from './resource-store.ts';
import type { StoreOf } from './stores.ts';

/** Whether a PATCH answers 204: to whoever asks for that, or expects it, and where nothing is kept. */
function answersNothing(request: FastifyRequest, store: ResourceStore, used: readonly AppliedTolerance[]): boolean {
  const { name } = store.type;
  if (name === 'Group' && ignoresGroups(request.scim)) return true;
  if (namesAttributes(request)) return false;
  return prefersMinimal(request) || patchAnswer(request.scim.dialect, name, used) === 'nothing';
}

/** PATCH (RFC 7644 §3.5.2): all operations or none; 200 with the resource, or 204. */
export function patchResource(storeOf: StoreOf): RouteHandlerMethod {
  return async function patch(request, reply) {
    const store = storeOf(request);
    const projection = readProjection(request, store);
    const { operations, tolerances } = parsePatch(store.type, readBody(request), readingPatch(request.scim));
    const shown = answersNothing(request, store, tolerances) ? undefined : projection;
    const check = checkPreconditions.bind(undefined, request);
    const stored = await store.patch(request.scim, idOf(request), { operations, check, shown });
    if (stored === undefined) throw notFound(store, idOf(request));
    return sendWritten(reply, store, stored, shown);
  };
}
