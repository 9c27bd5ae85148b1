import { checkCreate, parsePatch, weakEtag, type BulkOperation } from '@lockstep/scim';
import { readingPatch, readingResource } from '../reading.ts';
import { checkVersion } from '../resources/preconditions.ts';
import type { StoredResource } from '../resources/resource-store.ts';
import { notFound } from '../resources/resource-answer.ts';
import { failedOperation, makeReady, type BulkResult, type BulkScope, type ReadyOperation } from './bulk-scope.ts';

const statuses = { POST: 201, PUT: 200, PATCH: 200, DELETE: 204 } as const;

/** Carries out one operation as the request of its own that it could be. Answers what is there then. */
async function carryOut(
  scope: BulkScope,
  ready: ReadyOperation,
): Promise<Pick<StoredResource, 'id' | 'version'> | 'gone'> {
  const { scim } = scope.request;
  const { operation, store, id, data } = ready;
  const check = (current: StoredResource): void => checkVersion(operation.version, current);
  const found = <T>(written: T | undefined | false): T => {
    if (written === undefined || written === false) throw notFound(store, id);
    return written;
  };
  switch (operation.method) {
    case 'POST':
      return store.create(
        scim,
        { id, attributes: checkCreate(store.type, data, readingResource(scim)).resource },
        undefined,
      );
    case 'PUT':
      return found(await store.replace(scim, id, { body: data, check, shown: undefined }));
    case 'PATCH': {
      const { operations } = parsePatch(store.type, data, readingPatch(scim));
      return found(await store.patch(scim, id, { operations, check, shown: undefined }));
    }
    case 'DELETE':
      found(await store.remove(scim, id, check));
      return 'gone';
  }
}

/** One operation through the ordinary stores, so everything that holds for a request of its own holds for it. */
export async function performOperation(scope: BulkScope, operation: BulkOperation): Promise<BulkResult> {
  try {
    // a resource may refer to itself
    const ready = makeReady(scope, operation, new Set(operation.method === 'POST' ? [operation.bulkId ?? ''] : []));
    const left = await carryOut(scope, ready);
    const id = left === 'gone' ? ready.id : left.id;
    // a user who was there already keeps the old id, also for what refers to the new one
    if (operation.method === 'POST' && operation.bulkId !== undefined) scope.ids.set(operation.bulkId, id);
    return {
      operation,
      status: statuses[operation.method],
      location: `${scope.request.scim.baseUrl}${ready.store.type.endpoint}/${id}`,
      ...(left === 'gone' ? {} : { version: weakEtag(left.version) }),
    };
  } catch (error) {
    return failedOperation(scope, operation, error);
  }
}
