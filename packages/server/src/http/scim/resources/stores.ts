import type { FastifyRequest } from 'fastify';
import { builtInTypes, type OrganizationTypes } from '../../../directory/custom-types/compile-types.ts';
import type { Service } from '../../../directory/services/services.ts';
import type { Services } from '../../services.ts';
import { createCustomStore } from './custom-store.ts';
import { createGroupStore } from './group-store.ts';
import type { ResourceStore } from './resource-store.ts';
import { createUserStore } from './user-store.ts';

/** The stores behind one organization's SCIM endpoint: those of every organization, then those of its own types. */
export interface ResourceStores {
  readonly all: readonly ResourceStore[];
  /** By endpoint, e.g. `/Users`. */
  readonly byEndpoint: ReadonlyMap<string, ResourceStore>;
  /** What its users can be given. */
  readonly services: readonly Service[];
}

/** Finds the store that a request speaks of; throws ScimError 404 where there is none. */
export type StoreOf = (request: FastifyRequest) => ResourceStore;

/** Makes the stores of an organization once for each version of its types. */
export function createStores(services: Services): (types: OrganizationTypes) => ResourceStores {
  const make = (types: OrganizationTypes): ResourceStores => {
    const custom = types.custom.map((type) => createCustomStore(services, types, type));
    const all = [createUserStore(services, types), createGroupStore(services, types), ...custom];
    return { all, byEndpoint: new Map(all.map((store) => [store.type.endpoint, store])), services: types.services };
  };
  const builtIn = make(builtInTypes);
  const made = new WeakMap<OrganizationTypes, ResourceStores>();
  return (types) => {
    if (types === builtInTypes) return builtIn;
    const stores = made.get(types) ?? make(types);
    made.set(types, stores);
    return stores;
  };
}
