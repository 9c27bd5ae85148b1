import { errorResponse } from '../errors.ts';
import type { ScimError } from '../errors.ts';
import type { JsonObject } from '../json.ts';

/** The schema of a bulk answer. */
export const bulkResponseSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** What the answer repeats of an operation. */
interface AnsweredOperation {
  readonly method: string;
  readonly bulkId?: string;
}

/** An operation that was carried out. */
export interface BulkSuccess {
  readonly operation: AnsweredOperation;
  /** HTTP status, e.g. 201. */
  readonly status: number;
  /** URI of the resource. */
  readonly location: string;
  /** Entity tag. */
  readonly version?: string;
  /** The resource, where the answer is to have it. */
  readonly response?: JsonObject;
}

/** An operation that was refused. */
export interface BulkFailure {
  readonly operation: AnsweredOperation;
  readonly error: ScimError;
  /** URI of the resource; absent for a POST, which made none (RFC 7644 §3.7.3). */
  readonly location?: string;
}

/** The answer to one operation. */
export function bulkResult(result: BulkSuccess | BulkFailure): JsonObject {
  const { method, bulkId } = result.operation;
  const named = { method, ...(bulkId === undefined ? {} : { bulkId }) };
  const located = result.location === undefined ? {} : { location: result.location };
  if ('error' in result) {
    return { ...located, ...named, status: String(result.error.status), response: errorResponse(result.error) };
  }
  const { version, response } = result;
  return {
    ...located,
    ...named,
    ...(version === undefined ? {} : { version }),
    status: String(result.status),
    ...(response === undefined ? {} : { response }),
  };
}

/** The answer to a bulk request: results in the order of the request (RFC 7644 §3.7.3). */
export function bulkResponse(results: readonly JsonObject[]): JsonObject {
  return { schemas: [bulkResponseSchema], Operations: results };
}
