import {
  listResponse,
  resourceTypeResource,
  resourceTypeSchema,
  schemaResource,
  schemaSchema,
  ScimError,
  serviceProviderConfig,
  serviceProviderConfigSchema,
  type JsonObject,
  type ResourceTypeDefinition,
  type SchemaDefinition,
  type ServiceProviderFeatures,
} from '@lockstep/scim';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../../config/options.ts';
import { provisionsGroups } from './provisions-groups.ts';
import { idOf, sendJson } from './resources/resource-answer.ts';
import { provisionsServices, serviceResourceType } from './service-catalogue.ts';

function featuresOf(config: Config): ServiceProviderFeatures {
  return {
    patch: true,
    bulk: { maxOperations: config.scimBulkOperations, maxPayloadSize: config.bodyLimit },
    filter: { maxResults: config.maxPageSize },
    changePassword: false,
    sort: true,
    etag: true,
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'API token',
        description: 'An API token of the Provisioning page, sent as "Authorization: Bearer".',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: config.pageSize,
      maxPageSize: config.maxPageSize,
      cursorTimeout: config.scimCursorTtl,
    },
  };
}

function sendList(reply: FastifyReply, resources: readonly JsonObject[]): FastifyReply {
  return sendJson(reply, listResponse({ totalResults: resources.length, startIndex: 1, resources }));
}

/** RFC 7644 §4: a filter on these endpoints is refused, so that nobody takes the whole list for a selection. */
function refuseFilter(request: FastifyRequest): void {
  if ((request.query as { filter?: string }).filter === undefined) return;
  throw ScimError.forbidden('This endpoint does not filter.');
}

/** The resource types that the caller's organization and connection have. */
function typesFor(request: FastifyRequest): readonly ResourceTypeDefinition[] {
  const types = request.scim.stores.all.map(({ type }) => type);
  const known = provisionsGroups(request.scim) ? types : types.filter(({ name }) => name !== 'Group');
  return provisionsServices(request) ? [...known, serviceResourceType] : known;
}

/** What discovery itself answers with (RFC 7643 §8.7.2). */
const fixedSchemas = [serviceProviderConfigSchema, resourceTypeSchema, schemaSchema];

/** Every schema that something here is of (RFC 7644 §4); each once, though several types may have the same extension. */
function schemasFor(request: FastifyRequest): readonly SchemaDefinition[] {
  const ofTypes = typesFor(request).flatMap((type) => [type.schema, ...type.extensions.map(({ schema }) => schema)]);
  return [...new Set(ofTypes), ...fixedSchemas];
}

/** `/ServiceProviderConfig`, `/ResourceTypes`, `/Schemas`: made from the definitions that the endpoint itself works by. */
export function addDiscovery(server: FastifyInstance, config: Config): void {
  server.get('/ServiceProviderConfig', async (request, reply) => {
    refuseFilter(request);
    return sendJson(reply, serviceProviderConfig(featuresOf(config), request.scim.baseUrl));
  });
  server.get('/ResourceTypes', async (request, reply) => {
    refuseFilter(request);
    return sendList(
      reply,
      typesFor(request).map((type) => resourceTypeResource(type, request.scim.baseUrl)),
    );
  });
  server.get('/ResourceTypes/:id', async (request, reply) => {
    refuseFilter(request);
    const type = typesFor(request).find(({ name }) => name === idOf(request));
    if (type === undefined) throw ScimError.notFound(`There is no resource type ${JSON.stringify(idOf(request))}.`);
    return sendJson(reply, resourceTypeResource(type, request.scim.baseUrl));
  });
  server.get('/Schemas', async (request, reply) => {
    refuseFilter(request);
    return sendList(
      reply,
      schemasFor(request).map((schema) => schemaResource(schema, request.scim.baseUrl)),
    );
  });
  server.get('/Schemas/:id', async (request, reply) => {
    refuseFilter(request);
    const wanted = idOf(request).toLowerCase();
    const schema = schemasFor(request).find(({ id }) => id.toLowerCase() === wanted);
    if (schema === undefined) throw ScimError.notFound(`There is no schema ${JSON.stringify(idOf(request))}.`);
    return sendJson(reply, schemaResource(schema, request.scim.baseUrl));
  });
}
