import { ToleranceRecorder } from '../dialect.ts';
import type { AppliedTolerance, Tolerances } from '../dialect.ts';
import { errorOfIssues, ScimError } from '../errors.ts';
import { defaultFilterLimits } from '../filter/parse-filter.ts';
import type { FilterLimits } from '../filter/parse-filter.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { memberNamed, refuseMembersTwice } from '../message/member.ts';
import { readUrnList, requireSchema } from '../message/message-schema.ts';
import { defaultResourceLimits } from '../resource/read-context.ts';
import type { ReadContext, ResourceLimits } from '../resource/read-context.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { PatchReader } from './patch-reader.ts';
import type { RawOperation } from './patch-reader.ts';
import type { PatchOperation, PatchVerb } from './patch-operation.ts';

/** The schema of a PATCH body. */
export const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What a stranger may make large in a PATCH. */
export interface PatchLimits extends ResourceLimits {
  readonly maxOperations: number;
  /** Of a path, and of the filter within one. */
  readonly path: FilterLimits;
}

/** As many operations as a bulk request usually may have. */
export const defaultPatchLimits: PatchLimits = Object.freeze({
  ...defaultResourceLimits,
  maxOperations: 1000,
  path: defaultFilterLimits,
});

/** How to read a PATCH. */
export interface PatchOptions {
  readonly dialect: Tolerances;
  readonly limits?: PatchLimits;
}

/** A PATCH that has been read, and the leniencies that took. */
export interface PatchRequest {
  readonly operations: readonly PatchOperation[];
  readonly tolerances: readonly AppliedTolerance[];
}

/**
 * Reads a PATCH body (RFC 7644 §3.5.2) against a resource type.
 * @throws ScimError `invalidSyntax`, `invalidPath`, `invalidFilter`, `noTarget`, `mutability` or `invalidValue`
 */
export function parsePatch(type: ResourceTypeDefinition, body: JsonValue, options: PatchOptions): PatchRequest {
  const limits = options.limits ?? defaultPatchLimits;
  const recorder = new ToleranceRecorder(options.dialect);
  const context: ReadContext = { recorder, limits, issues: [], partial: true };
  const reader = new PatchReader(type, context, limits.path);
  for (const [index, raw] of readOperations(body, recorder, limits).entries())
    reader.read(readRaw(raw, index, recorder));
  if (context.issues.length > 0) throw errorOfIssues(context.issues);
  return { operations: reader.operations, tolerances: recorder.applied };
}

function readOperations(body: JsonValue, recorder: ToleranceRecorder, limits: PatchLimits): readonly JsonValue[] {
  if (!isJsonObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object');
  requireSchema(readUrnList(body), patchSchema, recorder);
  const operations = memberNamed(body, 'Operations');
  if (!isJsonArray(operations) || operations.length === 0) {
    throw ScimError.invalidSyntax('"Operations" must be a list of at least one operation');
  }
  if (operations.length > limits.maxOperations) {
    throw ScimError.payloadTooLarge(`A PATCH may have at most ${limits.maxOperations} operations`);
  }
  return operations;
}

function readRaw(raw: JsonValue, index: number, recorder: ToleranceRecorder): RawOperation {
  if (!isJsonObject(raw)) throw ScimError.invalidSyntax(`Operation ${index + 1} must be an object`);
  refuseMembersTwice(raw);
  const verb = readVerb(memberNamed(raw, 'op'), index, recorder);
  const value = memberNamed(raw, 'value');
  return { verb, path: readPathText(raw, index), index, ...(value === undefined ? {} : { value }) };
}

function readVerb(op: JsonValue | undefined, index: number, recorder: ToleranceRecorder): PatchVerb {
  const text = typeof op === 'string' ? op : '';
  const lower = text.toLowerCase();
  if (lower !== 'add' && lower !== 'remove' && lower !== 'replace') {
    throw ScimError.invalidSyntax(`Operation ${index + 1}: "op" must be "add", "remove" or "replace"`);
  }
  if (text !== lower && !recorder.permits('capitalizedOperation', '')) {
    throw ScimError.invalidSyntax(`Operation ${index + 1}: "op" must be written "${lower}"`);
  }
  return lower;
}

/** `""` and `null` say the same as no path. */
function readPathText(raw: JsonObject, index: number): string | undefined {
  const path = memberNamed(raw, 'path');
  if (path === undefined || path === null || path === '') return undefined;
  if (typeof path !== 'string') throw ScimError.invalidPath(`Operation ${index + 1}: "path" must be text`);
  return path;
}
