import type { JsonObject } from '@lockstep/scim';
import type { ClientError } from './client-error.ts';
import type { ClientProfile } from './client-profile.ts';
import { readAnswer, type ScimResult } from './read-answer.ts';
import type { HttpRequest, Send } from './transport.ts';

export interface ScimClientOptions {
  readonly send: Send;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** With or without a slash at the end. */
  readonly baseUrl: string;
  /** The whole value of the `Authorization` header. */
  readonly authorization: string;
  readonly profile: ClientProfile;
  /** Bytes of an answer that are read; 4 MiB unless told. */
  readonly maxBytes?: number;
}

export interface SearchQuery {
  readonly filter?: string;
  readonly startIndex?: number;
  readonly count?: number;
  readonly attributes?: readonly string[];
}

/** One page. `total` is what the target says, or the page's length where it says nothing. */
export type SearchResult =
  | { readonly ok: true; readonly resources: readonly JsonObject[]; readonly total: number }
  | { readonly ok: false; readonly error: ClientError };

/** The verbs of RFC 7644 §3. `endpoint` is `/Users` and the like; ids are escaped here. */
export interface ScimClient {
  readonly profile: ClientProfile;
  create(endpoint: string, resource: JsonObject): Promise<ScimResult>;
  retrieve(endpoint: string, id: string): Promise<ScimResult>;
  /** With `ifMatch`, the target refuses with 412 where the resource changed since (RFC 7644 §3.14). */
  replace(endpoint: string, id: string, resource: JsonObject, ifMatch?: string): Promise<ScimResult>;
  modify(endpoint: string, id: string, operations: readonly JsonObject[]): Promise<ScimResult>;
  delete(endpoint: string, id: string): Promise<ScimResult>;
  search(endpoint: string, query: SearchQuery): Promise<SearchResult>;
}

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const defaultMaxBytes = 4 * 1024 * 1024;

export function createScimClient(options: ScimClientOptions): ScimClient {
  const exchange = (method: HttpRequest['method'], path: string, body?: JsonObject, ifMatch?: string) =>
    sendScim(options, method, path, { body, ifMatch });
  const one = (endpoint: string, id: string) => `${endpoint}/${encodeURIComponent(id)}`;
  return {
    profile: options.profile,
    create: (endpoint, resource) => exchange('POST', endpoint, resource),
    retrieve: (endpoint, id) => exchange('GET', one(endpoint, id)),
    replace: (endpoint, id, resource, ifMatch) => exchange('PUT', one(endpoint, id), resource, ifMatch),
    modify: (endpoint, id, operations) =>
      exchange('PATCH', one(endpoint, id), { schemas: [patchOp], Operations: [...operations] }),
    delete: (endpoint, id) => exchange('DELETE', one(endpoint, id)),
    search: async (endpoint, query) => readList(await exchange('GET', endpoint + queryText(query))),
  };
}

/** The request of one verb, complete with headers. */
export function buildRequest(
  options: ScimClientOptions,
  method: HttpRequest['method'],
  path: string,
  content: { body?: JsonObject | undefined; ifMatch?: string | undefined } = {},
): HttpRequest {
  const { profile } = options;
  const { body, ifMatch } = content;
  return {
    method,
    url: options.baseUrl.replace(/\/+$/, '') + path,
    headers: {
      'user-agent': 'Lockstep',
      accept: profile.accept,
      ...profile.headers,
      ...(body === undefined ? {} : { 'content-type': profile.contentType }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      authorization: options.authorization,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs: profile.timeoutMs,
    maxBytes: options.maxBytes ?? defaultMaxBytes,
  };
}

async function sendScim(
  options: ScimClientOptions,
  method: HttpRequest['method'],
  path: string,
  content: { body: JsonObject | undefined; ifMatch: string | undefined },
): Promise<ScimResult> {
  const answer = await options.send(buildRequest(options, method, path, content));
  if ('status' in answer) return readAnswer(answer, options.now());
  const { reason, message } = answer;
  return { ok: false, error: { kind: answer.sent ? 'unknown' : 'unreachable', reason, message } };
}

/** `?filter=…&startIndex=…` with spaces as %20, or nothing. */
export function queryText(query: SearchQuery): string {
  const parts = Object.entries(query).flatMap(
    ([name, value]: [string, string | number | readonly string[] | undefined]) =>
      value === undefined ? [] : [`${name}=${encodeURIComponent(typeof value === 'object' ? value.join(',') : value)}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** `Resources` may be absent where nothing matches (RFC 7644 §3.4.2). */
function readList(result: ScimResult): SearchResult {
  if (!result.ok) return result;
  const { resource, status } = result;
  const listed = resource?.['Resources'] ?? [];
  const total = resource?.['totalResults'];
  if (resource === undefined || !Array.isArray(listed) || !isListResponse(resource)) {
    const beginning = JSON.stringify(resource ?? '').slice(0, 200);
    return { ok: false, error: { kind: 'not-scim', status, contentType: '', beginning } };
  }
  const resources = (listed as readonly unknown[]).filter(
    (item): item is JsonObject => typeof item === 'object' && item !== null && !Array.isArray(item),
  );
  return { ok: true, resources, total: typeof total === 'number' ? total : resources.length };
}

function isListResponse(resource: JsonObject): boolean {
  return 'totalResults' in resource || 'Resources' in resource;
}
