import {
  listResponse,
  parseJson,
  parseProjection,
  present,
  project,
  readSearchQuery,
  ScimError,
  weakEtag,
  type JsonObject,
  type JsonValue,
  type ListPage,
  type PresentedMeta,
  type Projection,
  type QueryParameters,
} from '@lockstep/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { userResourceType } from '../../../directory/users/user-type.ts';
import { scimType } from '../answer-error.ts';
import { applyPreference, prefersMinimal } from './preference.ts';
import type { ResourceStore, Shown, StoredResource } from './resource-store.ts';
import { writeWhole } from './write-whole.ts';

function locationOf(request: FastifyRequest, store: ResourceStore, id: string): string {
  return `${request.scim.baseUrl}${store.type.endpoint}/${id}`;
}

function metaOf(request: FastifyRequest, store: ResourceStore, stored: StoredResource): PresentedMeta {
  return {
    created: stored.createdAt.toISOString(),
    lastModified: stored.modifiedAt.toISOString(),
    location: locationOf(request, store, stored.id),
    version: weakEtag(stored.version),
  };
}

/** The stored resource as SCIM shows it, before any projection and without its `texts`. */
function presentResource(request: FastifyRequest, store: ResourceStore, stored: StoredResource): JsonObject {
  return present(store.type, stored.attributes, {
    id: stored.id,
    meta: metaOf(request, store, stored),
    ...(stored.readOnly === undefined ? {} : { readOnly: stored.readOnly }),
  });
}

/** The short way for whole users; their built-in type knows everything that is ever kept of them. */
function writeUser(request: FastifyRequest, store: ResourceStore, stored: StoredResource): string | undefined {
  if (store.type !== userResourceType) return undefined;
  const { id, readOnly } = stored;
  const meta = { resourceType: store.type.name, ...metaOf(request, store, stored) };
  return writeWhole(store.type, stored.text ?? JSON.stringify(stored.attributes), {
    id,
    meta,
    ...(readOnly === undefined ? {} : { readOnly }),
  });
}

/** What the client wants to see (RFC 7644 §3.9); read before anything is written, so that a bad wish changes nothing. */
export function readProjection(request: FastifyRequest, store: ResourceStore): Projection {
  return parseProjection(readSearchQuery(request.query as QueryParameters), store.type);
}

export function readBody(request: FastifyRequest): JsonValue {
  if (typeof request.body !== 'string' || request.body === '')
    throw ScimError.invalidSyntax('The request needs a JSON body.');
  return parseJson(request.body, request.scim.limits.json);
}

export function notFound(store: ResourceStore, id: string): ScimError {
  return ScimError.notFound(`${store.type.name} ${JSON.stringify(id)} does not exist.`);
}

export function idOf(request: FastifyRequest): string {
  return (request.params as { id: string }).id;
}

export function sendJson(reply: FastifyReply, body: JsonObject): FastifyReply {
  return reply.type(scimType).send(JSON.stringify(body));
}

/** One resource as JSON text, as far as the projection goes. */
export function writeResource(
  request: FastifyRequest,
  store: ResourceStore,
  stored: StoredResource,
  projection: Projection,
): string {
  const whole = projection.kind === 'default' ? writeUser(request, store, stored) : undefined;
  if (whole !== undefined) return whole;
  const text = JSON.stringify(project(store.type, presentResource(request, store, stored), projection));
  if (stored.texts === undefined) return text;
  // there is always something before: `schemas` is returned whatever the projection
  const members = Object.entries(stored.texts).map(([name, value]) => `,${JSON.stringify(name)}:${value}`);
  return `${text.slice(0, -1)}${members.join('')}}`;
}

/** Answers with a list whose resources are JSON texts. */
export function sendPage(
  reply: FastifyReply,
  page: Omit<ListPage, 'resources'>,
  resources: readonly string[],
): FastifyReply {
  const { Resources: _empty, ...head } = listResponse({ ...page, resources: [] });
  const text = JSON.stringify({ ...head, itemsPerPage: resources.length });
  return reply.type(scimType).send(`${text.slice(0, -1)},"Resources":[${resources.join(',')}]}`);
}

function addHeaders(reply: FastifyReply, store: ResourceStore, { id, version }: StoredResource): FastifyReply {
  return reply.header('etag', weakEtag(version)).header('location', locationOf(reply.request, store, id));
}

/** Answers with one resource, its ETag and its address. */
export function sendResource(
  reply: FastifyReply,
  store: ResourceStore,
  stored: StoredResource,
  projection: Projection,
): FastifyReply {
  const text = writeResource(reply.request, store, stored, projection);
  return addHeaders(reply, store, stored).type(scimType).send(text);
}

/** 304 without a body, with the ETag that a 200 would have (RFC 9110 §15.4.5). */
export function sendNotModified(reply: FastifyReply, store: ResourceStore, stored: StoredResource): FastifyReply {
  return addHeaders(reply, store, stored).code(304).send();
}

/** Answers a change: 200 with the resource, or 204 where nothing of it is to be shown. */
export function sendWritten(
  reply: FastifyReply,
  store: ResourceStore,
  stored: StoredResource,
  shown: Shown,
): FastifyReply {
  if (shown !== undefined) return sendResource(reply, store, stored, shown);
  if (prefersMinimal(reply.request)) applyPreference(reply);
  return addHeaders(reply, store, stored).code(204).send();
}
