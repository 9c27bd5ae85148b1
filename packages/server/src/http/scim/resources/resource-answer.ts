import {
  parseJson,
  parseProjection,
  present,
  project,
  readSearchQuery,
  ScimError,
  weakEtag,
  type JsonObject,
  type JsonValue,
  type Projection,
  type QueryParameters,
} from '@lockstep/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { scimType } from '../answer-error.ts';
import type { ResourceStore, StoredResource } from './resource-store.ts';

export function locationOf(request: FastifyRequest, store: ResourceStore, id: string): string {
  return `${request.scim.baseUrl}${store.type.endpoint}/${id}`;
}

/** The stored resource as SCIM shows it, before any projection. */
export function presentResource(request: FastifyRequest, store: ResourceStore, stored: StoredResource): JsonObject {
  return present(store.type, stored.attributes, {
    id: stored.id,
    meta: {
      created: stored.createdAt.toISOString(),
      lastModified: stored.modifiedAt.toISOString(),
      location: locationOf(request, store, stored.id),
      version: weakEtag(stored.version),
    },
    ...(stored.readOnly === undefined ? {} : { readOnly: stored.readOnly }),
  });
}

/** What the client wants to see (RFC 7644 §3.9); read before anything is written, so that a bad wish changes nothing. */
export function readProjection(request: FastifyRequest, store: ResourceStore): Projection {
  return parseProjection(readSearchQuery(request.query as QueryParameters), store.type);
}

export function readBody(request: FastifyRequest): JsonValue {
  if (typeof request.body !== 'string' || request.body === '')
    throw ScimError.invalidSyntax('The request needs a JSON body.');
  return parseJson(request.body);
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

/** Answers with one resource, its ETag and its address. */
export function sendResource(
  reply: FastifyReply,
  store: ResourceStore,
  stored: StoredResource,
  projection: Projection,
): FastifyReply {
  const { request } = reply;
  reply.header('etag', weakEtag(stored.version)).header('location', locationOf(request, store, stored.id));
  return sendJson(reply, project(store.type, presentResource(request, store, stored), projection));
}
