import { checkCreate } from '@lockstep/scim';
import type { RouteHandlerMethod } from 'fastify';
import { newId } from '../../../directory/new-id.ts';
import { readingResource } from '../reading.ts';
import { readBody, readProjection, sendResource } from './resource-answer.ts';
import type { StoreOf } from './stores.ts';

/** POST to a collection (RFC 7644 §3.3): 201 with the whole resource. */
export function createResource(storeOf: StoreOf): RouteHandlerMethod {
  return async function create(request, reply) {
    const store = storeOf(request);
    const projection = readProjection(request, store);
    const { resource } = checkCreate(store.type, readBody(request), readingResource(request.scim));
    const stored = await store.create(request.scim, { id: newId(), attributes: resource }, projection);
    return sendResource(reply.code(201), store, stored, projection);
  };
}
