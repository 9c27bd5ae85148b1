import type { JsonObject } from '@lockstep/scim';
import { createBulkLane, type SendWrite, type WriteOperation } from './bulk-lane.ts';
import type { ClientError } from './client-error.ts';
import type { ClientProfile } from './client-profile.ts';
import { redact, type Credential } from './credential.ts';
import { creationBody } from './creation-body.ts';
import { keepExchange } from './error-exchange.ts';
import { equals } from './filter-text.ts';
import { createLookupLane, type Lookup } from './lookup-lane.ts';
import { readAnswer, type ScimResult } from './read-answer.ts';
import { assumedFeatures, readTargetFeatures, type TargetFeatures } from './target-features.ts';
import type { HttpAnswer, HttpFailure, HttpRequest, Send } from './transport.ts';

export interface ScimClientOptions {
  readonly send: Send;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A text that cannot be guessed, another each time; a UUID for instance. */
  readonly randomText: () => string;
  /** With or without a slash at the end. */
  readonly baseUrl: string;
  readonly credential: Credential;
  readonly profile: ClientProfile;
  /** Bytes of an answer that are read; 4 MiB unless told. */
  readonly maxBytes?: number;
}

export interface SearchQuery {
  readonly filter?: string;
  /** RFC 9865 §2; empty for the first page. */
  readonly cursor?: string;
  readonly startIndex?: number;
  readonly count?: number;
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

/** One page. `total` is what the target says, or the page's length where it says nothing. */
export type SearchResult =
  | {
      readonly ok: true;
      readonly resources: readonly JsonObject[];
      readonly total: number;
      readonly nextCursor?: string;
    }
  | { readonly ok: false; readonly error: ClientError };

/** What of a resource is answered (RFC 7644 §3.9). */
type Projection = Pick<SearchQuery, 'attributes' | 'excludedAttributes'>;

/** The verbs of RFC 7644 §3. `endpoint` is `/Users` and the like; ids are escaped here. */
export interface ScimClient {
  readonly profile: ClientProfile;
  /** What the target offers, read once in a while by profiles that discover it; what is assumed for the others. */
  features(): Promise<TargetFeatures>;
  /** A user is created in the style of the profile, anything else as it is. */
  create(endpoint: string, resource: JsonObject): Promise<ScimResult>;
  retrieve(endpoint: string, id: string, query?: Projection): Promise<ScimResult>;
  /** The endpoints that the target says it has (RFC 7643 §6), asked once in a while; undefined: it does not say. */
  endpoints(): Promise<readonly string[] | undefined>;
  /** With `ifMatch`, the target refuses with 412 where the resource changed since (RFC 7644 §3.14). */
  replace(endpoint: string, id: string, resource: JsonObject, ifMatch?: string): Promise<ScimResult>;
  modify(endpoint: string, id: string, operations: readonly JsonObject[], ifMatch?: string): Promise<ScimResult>;
  delete(endpoint: string, id: string): Promise<ScimResult>;
  search(endpoint: string, query: SearchQuery): Promise<SearchResult>;
  /**
   * Resources in which an attribute has the value, and maybe others: what does not match is to be left out. Where the
   * profile goes by what the target offers, and that is filters and Bulk, lookups at the same time share a request.
   */
  lookUp(lookup: Lookup): Promise<SearchResult>;
}

const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const defaultMaxBytes = 4 * 1024 * 1024;

/** Keeps what it learns of the target, so one client per target is to be kept, too. */
export function createScimClient(options: ScimClientOptions): ScimClient {
  const { profile, randomText } = options;
  const alone: SendWrite = (operation) => sendScim(options, operation);
  const read = (path: string) => sendScim(options, { method: 'GET', path });
  const features = profile.discovers ? rememberFeatures(options, read) : () => Promise.resolve(assumedFeatures);
  const write = throughBulk(features, alone);
  const search: ScimClient['search'] = async (endpoint, query) => readList(await read(endpoint + queryText(query)));
  const together = createLookupLane(search, options.now);
  const one = (endpoint: string, id: string) => `${endpoint}/${encodeURIComponent(id)}`;
  return {
    profile,
    features,
    endpoints: remembering(options.now, undefined, async () => readEndpoints(await read('/ResourceTypes'))),
    create: (endpoint, resource) => {
      const body = endpoint === '/Users' ? creationBody(resource, profile.creation, randomText) : resource;
      return write({ method: 'POST', path: endpoint, body });
    },
    retrieve: (endpoint, id, query = {}) => read(one(endpoint, id) + queryText(query)),
    replace: (endpoint, id, body, ifMatch) => write({ method: 'PUT', path: one(endpoint, id), body, ifMatch }),
    modify: (endpoint, id, operations, ifMatch) => {
      const body = { schemas: [patchOp], Operations: [...operations] };
      return write({ method: 'PATCH', path: one(endpoint, id), body, ifMatch });
    },
    delete: (endpoint, id) => write({ method: 'DELETE', path: one(endpoint, id) }),
    search,
    lookUp: async (lookup) => {
      const { filter, bulk } = await features();
      if (filter && bulk !== undefined) return together(lookup);
      return search(lookup.endpoint, { filter: equals(lookup.attribute, lookup.value), ...profile.lookupPage });
    },
  };
}

/** How long what a target says of itself is believed, and how long none is asked for again, in milliseconds. */
const [believedMs, unknownMs] = [60 * 60_000, 60_000];

/** Asks at most once in a while; `unknown` is answered, and kept for less long, where nothing was found. */
function remembering<T>(now: () => number, unknown: T, ask: () => Promise<T | undefined>): () => Promise<T> {
  let known: { readonly value: Promise<T>; readonly until: number } | undefined;
  return () => {
    if (known !== undefined && now() < known.until) return known.value;
    const entry: { readonly value: Promise<T>; until: number } = {
      until: now() + unknownMs,
      value: ask().then((found) => {
        if (found !== undefined) entry.until = now() + believedMs;
        return found ?? unknown;
      }),
    };
    known = entry;
    return entry.value;
  };
}

function rememberFeatures(
  options: ScimClientOptions,
  read: (path: string) => Promise<ScimResult>,
): () => Promise<TargetFeatures> {
  return remembering(options.now, assumedFeatures, async () => {
    const result = await read('/ServiceProviderConfig');
    return result.ok && result.resource !== undefined ? readTargetFeatures(result.resource) : undefined;
  });
}

/** Undefined where the answer is no list of resource types. */
function readEndpoints(result: ScimResult): readonly string[] | undefined {
  const list = readList(result);
  if (!list.ok || list.resources.length === 0) return undefined;
  const endpoints = list.resources.flatMap(({ endpoint }) => (typeof endpoint === 'string' ? [endpoint] : []));
  return endpoints.length === 0 ? undefined : endpoints;
}

/** Writes go through a bulk lane while the target offers Bulk; another lane when its limits are another's. */
function throughBulk(features: () => Promise<TargetFeatures>, alone: SendWrite): SendWrite {
  let lane: { readonly of: TargetFeatures; readonly send: SendWrite } | undefined;
  return async (operation) => {
    const offered = await features();
    if (offered.bulk === undefined) return alone(operation);
    if (lane?.of !== offered) lane = { of: offered, send: createBulkLane(alone, offered.bulk) };
    return lane.send(operation);
  };
}

/** A request before it is authorized. */
export type Operation = Omit<WriteOperation, 'method'> & { readonly method: HttpRequest['method'] };

function buildRequest(
  options: ScimClientOptions,
  { method, path, body, ifMatch }: Operation,
  authorization: Readonly<Record<string, string>>,
): HttpRequest {
  const { profile } = options;
  return {
    method,
    url: options.baseUrl.replace(/\/+$/, '') + path,
    headers: {
      'user-agent': 'Lockstep',
      accept: profile.accept,
      ...profile.headers,
      ...(body === undefined ? {} : { 'content-type': profile.contentType }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...authorization,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs: profile.timeoutMs,
    maxBytes: options.maxBytes ?? defaultMaxBytes,
  };
}

/** What became of one request; `request` is what was sent last, be it to the target or for a token. */
export interface Exchanged {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer | HttpFailure;
  /** Where no credential could be had: nothing was sent to the target. */
  readonly error?: ClientError;
}

/**
 * Sends one request with the credential, once more where it was refused and there is a fresh one. No secret comes back
 * in the answer's body.
 */
export async function exchange(options: ScimClientOptions, operation: Operation): Promise<Exchanged> {
  const { credential, send } = options;
  for (let round = 1; ; round += 1) {
    const authorized = await credential.authorize();
    if (!authorized.ok) {
      const { error, exchange: asked } = authorized;
      const request = asked?.request ?? buildRequest(options, operation, {});
      return { request, answer: withoutSecrets(asked?.answer ?? unsent, credential), error };
    }
    const request = buildRequest(options, operation, authorized.headers);
    const answer = await send(request);
    const again = round === 1 && 'status' in answer && answer.status === 401 && credential.refused(authorized.headers);
    if (!again) return { request, answer: withoutSecrets(answer, credential) };
  }
}

const unsent: HttpFailure = { sent: false, reason: 'other', message: 'nothing was sent.' };

/** A target may send back what it was sent. */
function withoutSecrets(answer: HttpAnswer | HttpFailure, credential: Credential): HttpAnswer | HttpFailure {
  return 'status' in answer ? { ...answer, body: redact(answer.body, credential.secrets()) } : answer;
}

async function sendScim(options: ScimClientOptions, operation: Operation): Promise<ScimResult> {
  const exchanged = await exchange(options, operation);
  const result = readExchange(exchanged, options.now());
  if (!result.ok) keepExchange(result.error, exchanged.request, exchanged.answer);
  return result;
}

function readExchange({ answer, error }: Exchanged, now: number): ScimResult {
  if (error !== undefined) return { ok: false, error };
  if ('status' in answer) return readAnswer(answer, now);
  const { reason, message } = answer;
  return { ok: false, error: { kind: answer.sent ? 'unknown' : 'unreachable', reason, message } };
}

/**
 * Whether the text can be the id of a resource: in a path, `.` and `..` would mean another one, whatever is escaped
 * (WHATWG URL §4.4).
 */
export function isRemoteId(id: unknown): id is string {
  return typeof id === 'string' && /^[^\u0000-\u001f\u007f]{1,1024}$/.test(id) && !/^\.{1,2}$/.test(id);
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
  const { nextCursor } = resource;
  return {
    ok: true,
    resources,
    total: typeof total === 'number' ? total : resources.length,
    ...(typeof nextCursor === 'string' && nextCursor !== '' ? { nextCursor } : {}),
  };
}

function isListResponse(resource: JsonObject): boolean {
  return 'totalResults' in resource || 'Resources' in resource;
}
