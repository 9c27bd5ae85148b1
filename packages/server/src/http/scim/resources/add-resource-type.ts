import type { FastifyInstance } from 'fastify';
import type { Services } from '../../services.ts';
import { createResource } from './create-resource.ts';
import { deleteResource } from './delete-resource.ts';
import { getResource } from './get-resource.ts';
import { patchResource } from './patch-resource.ts';
import { replaceResource } from './replace-resource.ts';
import { listResources, postSearch } from '../search/search-handlers.ts';
import type { ResourceStore } from './resource-store.ts';

/** Serves one resource type (RFC 7644 §3.2): the same handlers for every type, over its store. */
export function addResourceType(server: FastifyInstance, services: Services, store: ResourceStore): void {
  const collection = store.type.endpoint;
  const member = `${collection}/:id`;
  server.get(collection, listResources(services, store));
  server.post(`${collection}/.search`, postSearch(services, store));
  server.post(collection, createResource(store));
  server.get(member, getResource(store));
  server.put(member, replaceResource(store));
  server.patch(member, patchResource(store));
  server.delete(member, deleteResource(store));
}
