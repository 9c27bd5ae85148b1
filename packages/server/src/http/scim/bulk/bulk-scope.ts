import { ScimError, type BulkFailure, type BulkOperation, type BulkSuccess, type JsonValue } from '@lockstep/scim';
import { resolveBulkIds } from '@lockstep/scim';
import type { FastifyRequest } from 'fastify';
import { unexpected } from '../answer-error.ts';
import type { ResourceStore } from '../resources/resource-store.ts';

/** What the operations of one bulk request work with. */
export interface BulkScope {
  readonly request: FastifyRequest;
  /** By endpoint, e.g. `/Users`. */
  readonly stores: ReadonlyMap<string, ResourceStore>;
  /** Ids by bulk id: every new resource has one before it is created, so that circles can be written down. */
  readonly ids: Map<string, string>;
  /** Bulk ids of the resources that exist by now. */
  readonly created: ReadonlySet<string>;
}

/** How one operation ended. */
export type BulkResult = BulkSuccess | BulkFailure;

/** An operation with what it speaks of looked up. */
export interface ReadyOperation {
  readonly operation: BulkOperation;
  readonly store: ResourceStore;
  /** Of the resource, also of one to be created. */
  readonly id: string;
  readonly data: JsonValue;
}

const prefix = 'bulkId:';

/** The id that a path or an operation speaks of. */
function idOf({ ids }: BulkScope, { method, id, bulkId }: BulkOperation): string {
  if (method === 'POST') return ids.get(bulkId ?? '') ?? '';
  return id?.startsWith(prefix) === true ? (ids.get(id.slice(prefix.length)) ?? '') : (id ?? '');
}

/**
 * Puts ids in the place of bulk ids. `together` holds the bulk ids that come into being with this operation.
 * @throws ScimError 404 for an unknown endpoint, 409 where an operation that this one needs has failed
 */
export function makeReady(scope: BulkScope, operation: BulkOperation, together: ReadonlySet<string>): ReadyOperation {
  const store = scope.stores.get(operation.endpoint);
  if (store === undefined) throw ScimError.notFound(`There is no resource type at "${operation.endpoint}".`);
  const missing = operation.references.find((bulkId) => !scope.created.has(bulkId) && !together.has(bulkId));
  if (missing !== undefined) {
    throw ScimError.conflict(`This needs the resource of bulk id ${JSON.stringify(missing)}, which was not created.`);
  }
  return {
    operation,
    store,
    id: idOf(scope, operation),
    data: resolveBulkIds(operation.data ?? null, scope.ids),
  };
}

/** The address of a resource: `target` is its path, e.g. `/Users/1`, or with a bulk id for its id. */
function locationOf({ request, ids, created }: BulkScope, target: string): string | undefined {
  const [, endpoint, bulkId] = /^(.+\/)bulkId:(.+)$/.exec(target) ?? [];
  if (bulkId === undefined) return request.scim.baseUrl + target;
  return created.has(bulkId) ? `${request.scim.baseUrl}${endpoint}${ids.get(bulkId)}` : undefined;
}

/** The answer to an operation that failed; what is not known is logged and a 500 of this operation alone. */
export function failed(
  scope: BulkScope,
  operation: { readonly method: string; readonly bulkId?: string; readonly target?: string },
  error: unknown,
): BulkFailure {
  const { target } = operation;
  const location = target === undefined ? undefined : locationOf(scope, target);
  return {
    operation,
    error: error instanceof ScimError ? error : unexpected(error, scope.request),
    ...(location === undefined ? {} : { location }),
  };
}

/** The same, of an operation that could be tried. */
export function failedOperation(scope: BulkScope, operation: BulkOperation, error: unknown): BulkFailure {
  const { id, endpoint } = operation;
  return failed(scope, { ...operation, ...(id === undefined ? {} : { target: `${endpoint}/${id}` }) }, error);
}
