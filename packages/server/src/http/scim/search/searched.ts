import {
  parseProjection,
  type ResourceAttribute,
  type ResourceTypeDefinition,
  type SearchRequest,
} from '@lockstep/scim';
import type { FastifyRequest } from 'fastify';
import type { Snapshot } from '../../../directory/search/read-snapshot.ts';
import type { SearchTable } from '../../../directory/search/source.ts';
import { writeResource } from '../resources/resource-answer.ts';
import type { ResourceStore } from '../resources/resource-store.ts';

/** The resources of one type as a query over all types sees them. */
export interface Searched {
  readonly type: ResourceTypeDefinition;
  readonly table: SearchTable;
  /** Whether a resource may have a value of an attribute of the type; true where it is not said. */
  readonly mayHave?: (attribute: ResourceAttribute) => boolean;
  /** Resources of the page as JSON texts, by the ids of their rows; may leave out the last. */
  readonly write: (snapshot: Snapshot, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

/** What a store keeps; undefined when there is nothing for this connection. */
export function searchedStore(
  store: ResourceStore,
  request: FastifyRequest,
  search: SearchRequest,
): Searched | undefined {
  const table = store.table(request.scim);
  if (table === undefined) return undefined;
  return {
    type: store.type,
    table,
    write: async (snapshot, ids) => {
      const shown = parseProjection(search, store.type);
      const resources = await store.load(request.scim, snapshot, { ids, shown });
      return new Map(resources.map((stored) => [stored.id, writeResource(request, store, stored, shown)]));
    },
  };
}
