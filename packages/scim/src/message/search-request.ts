import { ToleranceRecorder } from '../dialect.ts';
import type { Tolerances } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { readUrnList, requireSchema } from './message-schema.ts';
import { memberNamed } from './member.ts';

/** The schema of the body of a POST to `/.search`. */
export const searchRequestSchema = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** A query, from a URL (RFC 7644 §3.4.2) or from the body of a POST to `/.search` (§3.4.3), with RFC 9865's cursor. */
export interface SearchRequest {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
  readonly filter?: string;
  readonly sortBy?: string;
  readonly sortOrder?: string;
  /** As given: may be less than 1. */
  readonly startIndex?: number;
  /** As given: may be negative. */
  readonly count?: number;
  /** `""` asks for the first page of a cursor query. */
  readonly cursor?: string;
}

/** What a web server makes of a query string: a parameter given twice is a list. */
export type QueryParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads a query string's parameters, decoded once. Parameters that SCIM does not know are passed over.
 * @throws ScimError `invalidValue` for a parameter given twice or a number that is none, `invalidCount` with a cursor
 */
export function readSearchQuery(query: QueryParameters): SearchRequest {
  if (Object.keys(query).length === 0) return {};
  const cursor = parameter(query, 'cursor');
  const startIndex = integerParameter(query, 'startIndex');
  const count = integerParameter(query, 'count', cursor !== undefined);
  return {
    ...textMembers((name) => parameter(query, name)),
    ...listMember('attributes', parameter(query, 'attributes')?.split(',')),
    ...listMember('excludedAttributes', parameter(query, 'excludedAttributes')?.split(',')),
    ...(startIndex === undefined ? {} : { startIndex }),
    ...(count === undefined ? {} : { count }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function parameter(query: QueryParameters, name: string): string | undefined {
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw ScimError.invalidValue(`"${name}" is given twice`);
}

function integerParameter(query: QueryParameters, name: string, withCursor = false): number | undefined {
  const text = parameter(query, name)?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^[+-]?\d{1,15}$/.test(text)) return Number(text);
  throw notInteger(name, withCursor);
}

function notInteger(name: string, withCursor: boolean): ScimError {
  const detail = `"${name}" must be a whole number`;
  return withCursor ? ScimError.invalidCount(detail) : ScimError.invalidValue(detail);
}

/**
 * Reads the body of a POST to `/.search`.
 * @throws ScimError `invalidSyntax` for a wrong structure, `invalidValue` or `invalidCount` for a wrong number
 */
export function parseSearchRequest(body: JsonValue, options: { readonly dialect: Tolerances }): SearchRequest {
  if (!isJsonObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object');
  requireSchema(readUrnList(body), searchRequestSchema, new ToleranceRecorder(options.dialect));
  const cursor = textMember(body, 'cursor');
  const startIndex = integerMember(body, 'startIndex');
  const count = integerMember(body, 'count', cursor !== undefined);
  return {
    ...textMembers((name) => textMember(body, name)),
    ...listMember('attributes', namesMember(body, 'attributes')),
    ...listMember('excludedAttributes', namesMember(body, 'excludedAttributes')),
    ...(startIndex === undefined ? {} : { startIndex }),
    ...(count === undefined ? {} : { count }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

type TextMembers = Pick<SearchRequest, 'filter' | 'sortBy' | 'sortOrder'>;

function textMembers(read: (name: keyof TextMembers) => string | undefined): TextMembers {
  const [filter, sortBy, sortOrder] = [read('filter'), read('sortBy'), read('sortOrder')];
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(sortBy === undefined ? {} : { sortBy }),
    ...(sortOrder === undefined ? {} : { sortOrder }),
  };
}

function listMember(
  name: 'attributes' | 'excludedAttributes',
  list: readonly string[] | undefined,
): Pick<SearchRequest, typeof name> {
  return list === undefined ? {} : { [name]: list };
}

function textMember(body: JsonObject, name: string): string | undefined {
  const value = memberNamed(body, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw ScimError.invalidSyntax(`"${name}" must be text`);
}

function namesMember(body: JsonObject, name: string): readonly string[] | undefined {
  const value = memberNamed(body, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value.split(',');
  if (isJsonArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw ScimError.invalidSyntax(`"${name}" must be a list of attribute names`);
}

function integerMember(body: JsonObject, name: string, withCursor = false): number | undefined {
  const value = memberNamed(body, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw notInteger(name, withCursor);
}
