import type { FastifyInstance } from 'fastify';
import type { Services } from '../../services.ts';
import { createResource } from './create-resource.ts';
import { deleteResource } from './delete-resource.ts';
import { getResource } from './get-resource.ts';
import { patchResource } from './patch-resource.ts';
import { replaceResource } from './replace-resource.ts';
import { listResources, postSearch } from '../search/search-handlers.ts';
import type { StoreOf } from './stores.ts';

/** Where a resource type is served, such as `/Users`, and its store. */
interface ServedType {
  readonly collection: string;
  readonly storeOf: StoreOf;
}

/** Serves one resource type (RFC 7644 §3.2): the same handlers for every type, over its store. */
export function addResourceType(
  server: FastifyInstance,
  services: Services,
  { collection, storeOf }: ServedType,
): void {
  const member = `${collection}/:id`;
  server.get(collection, listResources(services, storeOf));
  server.post(`${collection}/.search`, postSearch(services, storeOf));
  server.post(collection, createResource(storeOf));
  server.get(member, getResource(storeOf));
  server.put(member, replaceResource(storeOf));
  server.patch(member, patchResource(storeOf));
  server.delete(member, deleteResource(storeOf));
}
