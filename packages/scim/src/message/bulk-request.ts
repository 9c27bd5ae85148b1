import { ToleranceRecorder } from '../dialect.ts';
import type { Tolerances } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { bulkReferences } from './bulk-id.ts';
import { orderBulk } from './bulk-order.ts';
import { memberNamed, refuseMembersTwice } from './member.ts';
import { readUrnList, requireSchema } from './message-schema.ts';

/** The schema of a bulk request. */
export const bulkRequestSchema = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** What an operation of a bulk request may do. */
export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation of a bulk request (RFC 7644 §3.7) that can be tried. */
export interface BulkOperation {
  readonly kind: 'operation';
  /** Position in the request, from 0. */
  readonly index: number;
  readonly method: BulkMethod;
  /** With a leading slash, e.g. `/Users`. */
  readonly endpoint: string;
  /** Absent with POST; may be `bulkId:…`. */
  readonly id?: string;
  readonly bulkId?: string;
  /** Entity tag that the resource must have. */
  readonly version?: string;
  /** Absent with DELETE. */
  readonly data?: JsonObject;
  /** Bulk ids of other operations that this one needs the ids of. */
  readonly references: readonly string[];
}

/** An operation that cannot be tried: its answer is already known. */
export interface RefusedBulkOperation {
  readonly kind: 'refused';
  readonly index: number;
  readonly method: string;
  readonly bulkId?: string;
  /** What its `path` addresses, e.g. `/Users/1`; absent with POST, and where that is no address. */
  readonly target?: string;
  readonly error: ScimError;
}

/** A bulk request that has been read (RFC 7644 §3.7). */
export interface BulkRequest {
  /** Stop once so many operations have failed; absent: never. */
  readonly failOnErrors?: number;
  /** All operations in the order of the request, which is also that of the answer. */
  readonly operations: readonly (BulkOperation | RefusedBulkOperation)[];
  /**
   * Indexes of the operations that can be tried, in the order in which to do it. A set of several is a circle: its
   * operations refer to each other, so their ids must be known before any is carried out (RFC 7644 §3.7.1).
   */
  readonly order: readonly (readonly number[])[];
}

/** How to read a bulk request. `maxOperations` is what the provider advertises. */
export interface BulkOptions {
  readonly dialect: Tolerances;
  readonly maxOperations: number;
}

/**
 * Reads a bulk request. What is wrong with one operation refuses that one only.
 * @throws ScimError `invalidSyntax`, or 413 for too many operations
 */
export function parseBulkRequest(body: JsonValue, options: BulkOptions): BulkRequest {
  if (!isJsonObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object');
  requireSchema(readUrnList(body), bulkRequestSchema, new ToleranceRecorder(options.dialect));
  const failOnErrors = readFailOnErrors(body);
  const read = readList(body, options.maxOperations).map(readOperation);
  const operations = refuseUnknownReferences(refuseRepeatedIds(read));
  return {
    ...(failOnErrors === undefined ? {} : { failOnErrors }),
    operations,
    order: orderBulk(operations.filter((operation) => operation.kind === 'operation')),
  };
}

function readList(body: JsonObject, maxOperations: number): readonly JsonValue[] {
  const list = memberNamed(body, 'Operations');
  if (!isJsonArray(list)) throw ScimError.invalidSyntax('"Operations" must be a list');
  if (list.length > maxOperations) {
    throw ScimError.payloadTooLarge(`A bulk request may have at most ${maxOperations} operations`);
  }
  return list;
}

function readFailOnErrors(body: JsonObject): number | undefined {
  const value = memberNamed(body, 'failOnErrors');
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
  throw ScimError.invalidSyntax('"failOnErrors" must be a whole number from 1');
}

type ReadOperation = BulkOperation | RefusedBulkOperation;

function readOperation(raw: JsonValue, index: number): ReadOperation {
  if (!isJsonObject(raw)) return refused({ index, method: '' }, ScimError.invalidSyntax('An operation is an object'));
  const method = textOf(raw, 'method').toUpperCase();
  const bulkId = textOf(raw, 'bulkId');
  const named = { index, method, ...(bulkId === '' ? {} : { bulkId }) };
  if (!isMethod(method)) {
    const error = ScimError.invalidSyntax('"method" must be POST, PUT, PATCH or DELETE');
    return refused({ ...named, ...targetOf(raw, method) }, error);
  }
  try {
    refuseMembersTwice(raw);
    return completeOperation(raw, { ...named, method });
  } catch (error) {
    if (error instanceof ScimError) return refused({ ...named, ...targetOf(raw, method) }, error);
    throw error;
  }
}

/** What of a path can be an address, be there such a resource or not. */
const addressPattern = /^\/?([A-Za-z0-9_-]+(?:\/(?:bulkId:)?[A-Za-z0-9_-]+)?)(?:[/?#]|$)/;

/** RFC 7644 §3.7.3: a failed operation is answered with its location, too, unless it is a POST. */
function targetOf(raw: JsonObject, method: string): Pick<RefusedBulkOperation, 'target'> {
  const address = method === 'POST' ? undefined : addressPattern.exec(textOf(raw, 'path'))?.[1];
  return address === undefined ? {} : { target: `/${address}` };
}

function isMethod(text: string): text is BulkMethod {
  return text === 'POST' || text === 'PUT' || text === 'PATCH' || text === 'DELETE';
}

function refused(named: Omit<RefusedBulkOperation, 'kind' | 'error'>, error: ScimError): ReadOperation {
  return { kind: 'refused', ...named, error };
}

function completeOperation(raw: JsonObject, named: Pick<BulkOperation, 'index' | 'method' | 'bulkId'>): BulkOperation {
  const { endpoint, id } = readPath(textOf(raw, 'path'), named.method);
  if (named.method === 'POST' && named.bulkId === undefined) {
    throw ScimError.invalidSyntax('POST needs a "bulkId"');
  }
  const version = readVersion(raw);
  const data = named.method === 'DELETE' ? undefined : memberNamed(raw, 'data');
  if (named.method !== 'DELETE' && !isJsonObject(data)) {
    throw ScimError.invalidSyntax(`${named.method} needs "data"`);
  }
  return {
    kind: 'operation',
    ...named,
    endpoint,
    ...(id === undefined ? {} : { id }),
    ...(version === undefined ? {} : { version }),
    ...(isJsonObject(data) ? { data } : {}),
    references: bulkReferences(data ?? null, id),
  };
}

const pathPattern = /^\/?([A-Za-z0-9_-]+)(?:\/([^/?#\s]+))?$/;

function readPath(path: string, method: BulkMethod): { readonly endpoint: string; readonly id?: string } {
  const match = pathPattern.exec(path);
  const id = match?.[2];
  if (match === null || (id === undefined) !== (method === 'POST')) {
    throw ScimError.invalidSyntax(
      method === 'POST' ? '"path" must be an endpoint such as /Users' : '"path" must name a resource, e.g. /Users/1',
    );
  }
  return { endpoint: `/${match[1]}`, ...(id === undefined ? {} : { id }) };
}

/** A version that cannot be read is not passed over: the operation would go ahead against the client's wish. */
function readVersion(raw: JsonObject): string | undefined {
  const value = memberNamed(raw, 'version');
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw ScimError.invalidSyntax('"version" must be text');
}

function textOf(raw: JsonObject, name: string): string {
  const value = memberNamed(raw, name);
  return typeof value === 'string' ? value : '';
}

/** A bulk id stands for one new resource; the first to use it keeps it. */
function refuseRepeatedIds(operations: readonly ReadOperation[]): readonly ReadOperation[] {
  const seen = new Set<string>();
  return operations.map((operation) => {
    const { bulkId } = operation;
    if (operation.kind === 'refused' || operation.method !== 'POST' || bulkId === undefined) return operation;
    if (seen.has(bulkId)) return refuse(operation, `"${bulkId.slice(0, 200)}" is used as a bulk id twice`);
    seen.add(bulkId);
    return operation;
  });
}

function refuseUnknownReferences(operations: readonly ReadOperation[]): readonly ReadOperation[] {
  const known = new Set<string>();
  for (const { kind, method, bulkId } of operations) {
    if (kind === 'operation' && method === 'POST' && bulkId !== undefined) known.add(bulkId);
  }
  return operations.map((operation) => {
    if (operation.kind === 'refused') return operation;
    const unknown = operation.references.find((reference) => !known.has(reference));
    return unknown === undefined
      ? operation
      : refuse(operation, `No operation has the bulk id "${unknown.slice(0, 200)}"`);
  });
}

function refuse(operation: BulkOperation, detail: string): RefusedBulkOperation {
  const { index, method, bulkId, endpoint, id } = operation;
  const named = bulkId === undefined ? {} : { bulkId };
  const target = id === undefined ? {} : { target: `${endpoint}/${id}` };
  return { kind: 'refused', index, method, ...named, ...target, error: ScimError.invalidValue(detail) };
}
