import { describe, expect, it } from 'vitest';
import { strictDialect, ToleranceRecorder } from '../dialect.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { present } from '../resource/present.ts';
import { parseProjection, project } from '../resource/projection.ts';
import { readValue } from '../resource/read-value.ts';
import { defaultResourceLimits } from '../resource/read-context.ts';
import type { ReadContext } from '../resource/read-context.ts';
import type { AttributeTable } from '../schema/attribute-table.ts';
import { placeAttributes } from '../schema/attribute-table.ts';
import type { AttributeDefinition } from '../schema/attribute-definition.ts';
import { enterpriseUserSchema } from '../schema/enterprise-user-schema.ts';
import { groupSchema } from '../schema/group-schema.ts';
import { resourceTypeSchema } from '../schema/resource-type-schema.ts';
import { groupResourceType, userResourceType } from '../schema/resource-types.ts';
import { defineSchema } from '../schema/schema-definition.ts';
import type { SchemaDefinition } from '../schema/schema-definition.ts';
import { schemaSchema } from '../schema/schema-schema.ts';
import { serviceProviderConfigSchema } from '../schema/service-provider-config-schema.ts';
import { userSchema } from '../schema/user-schema.ts';
import { resourceTypeResource } from './resource-type-resource.ts';
import { schemaResource } from './schema-resource.ts';
import { serviceProviderConfig } from './service-provider-config.ts';
import type { ServiceProviderFeatures } from './service-provider-config.ts';

const base = 'https://x.example/o/acme/scim/v2';
const full: ServiceProviderFeatures = {
  documentationUri: 'https://x.example/docs',
  patch: true,
  bulk: { maxOperations: 1000, maxPayloadSize: 1_048_576 },
  filter: { maxResults: 200 },
  changePassword: false,
  sort: true,
  etag: true,
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'An API token',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: 100,
    maxPageSize: 200,
    cursorTimeout: 3600,
  },
  more: { interopProfileConformant: false },
};
const bare: ServiceProviderFeatures = {
  patch: false,
  changePassword: false,
  sort: false,
  etag: false,
  authenticationSchemes: [],
};
const schemas = [
  userSchema,
  groupSchema,
  enterpriseUserSchema,
  serviceProviderConfigSchema,
  resourceTypeSchema,
  schemaSchema,
];

const documents: readonly (readonly [name: string, document: JsonObject, schema: SchemaDefinition])[] = [
  ['a full configuration', serviceProviderConfig(full, base), serviceProviderConfigSchema],
  ['the resource type User', resourceTypeResource(userResourceType, base), resourceTypeSchema],
  ['the resource type Group', resourceTypeResource(groupResourceType, base), resourceTypeSchema],
  ...schemas.map((schema) => [`the schema ${schema.name}`, schemaResource(schema, base), schemaSchema] as const),
];

/** A definition that clients may set, all the way down, so that a document can be read as if it were sent. */
function writable(definition: AttributeDefinition): AttributeDefinition {
  return { ...definition, mutability: 'readWrite', subAttributes: definition.subAttributes.map(writable) };
}

function tableOf(schema: SchemaDefinition): AttributeTable {
  return placeAttributes(schema.attributes.map(writable));
}

function hasNull(value: JsonValue): boolean {
  if (isJsonArray(value)) return value.some(hasNull);
  return isJsonObject(value) ? Object.values(value).some(hasNull) : value === null;
}

describe('documents', () => {
  // The schema Schema has a complex sub-attribute, which it has no words for (RFC 7643 §8.7.2 has the same flaw).
  it.each(documents.filter(([name]) => name !== 'the schema Schema'))(
    '%s follows its own schema',
    (_name, document, schema) => {
      const context: ReadContext = {
        recorder: new ToleranceRecorder(strictDialect),
        limits: defaultResourceLimits,
        issues: [],
        partial: false,
      };
      const table = tableOf(schema);
      for (const [name, value] of Object.entries(document)) {
        const attribute = table.find(name);
        // The profile's flag belongs to another specification; its values are of no schema here.
        if (attribute === undefined) expect(['schemas', 'meta', 'interopProfileConformant']).toContain(name);
        else if (!isJsonArray(value) || value.length > 0)
          expect(readValue(attribute, value, context)).toStrictEqual(value);
      }
      expect(context.issues).toStrictEqual([]);
      const missing = table.all.filter(({ definition, name }) => definition.required && document[name] === undefined);
      expect(missing).toStrictEqual([]);
      expect(document['schemas']).toStrictEqual([schema.id]);
      expect(JSON.parse(JSON.stringify(document))).toStrictEqual(document);
    },
  );

  it.each(documents)('%s has no null (Entra cannot read it in /Schemas)', (_name, document) => {
    expect(hasNull(document)).toBe(false);
  });
});

describe('serviceProviderConfig', () => {
  it('says what is supported', () => {
    expect(serviceProviderConfig(full, base)).toStrictEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      documentationUri: 'https://x.example/docs',
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1_048_576 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      authenticationSchemes: full.authenticationSchemes,
      pagination: full.pagination,
      interopProfileConformant: false,
      meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
    });
  });

  it('says what is not', () => {
    expect(serviceProviderConfig(bare, base)).toMatchObject({
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
      filter: { supported: false, maxResults: 0 },
    });
    expect(serviceProviderConfig(bare, base)).not.toHaveProperty('pagination');
  });
});

describe('resourceTypeResource', () => {
  it('names the extensions', () => {
    expect(resourceTypeResource(userResourceType, base)).toStrictEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      id: 'User',
      name: 'User',
      endpoint: '/Users',
      description: 'User Account',
      schema: userSchema.id,
      schemaExtensions: [{ schema: enterpriseUserSchema.id, required: false }],
      meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
    });
    expect(resourceTypeResource(groupResourceType, base)).not.toHaveProperty('schemaExtensions');
  });
});

describe('schemaResource', () => {
  it('has every characteristic that applies', () => {
    const schema = defineSchema({
      id: 'urn:example:A',
      name: 'A',
      attributes: [
        { name: 'kind', canonicalValues: ['x'], canonicalValuesOnly: true },
        {
          name: 'parts',
          type: 'complex',
          multiValued: true,
          subAttributes: [{ name: '$ref', type: 'reference', referenceTypes: ['User'] }],
        },
      ],
    });
    const common = {
      description: '',
      required: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
    };
    expect(schemaResource(schema, base)).toStrictEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      id: 'urn:example:A',
      name: 'A',
      description: '',
      attributes: [
        { ...common, name: 'kind', type: 'string', multiValued: false, caseExact: false, canonicalValues: ['x'] },
        {
          ...common,
          name: 'parts',
          type: 'complex',
          multiValued: true,
          caseExact: false,
          subAttributes: [
            {
              ...common,
              name: '$ref',
              type: 'reference',
              multiValued: false,
              caseExact: true,
              referenceTypes: ['User'],
            },
          ],
        },
      ],
      meta: { resourceType: 'Schema', location: `${base}/Schemas/urn:example:A` },
    });
  });

  it('describes what a presented resource consists of', () => {
    const meta = { created: '2026-01-01T00:00:00Z', lastModified: '2026-01-01T00:00:00Z', location: `${base}/Users/1` };
    const resource = present(userResourceType, { userName: 'a' }, { id: '1', meta });
    expect(project(userResourceType, resource, parseProjection({}, userResourceType))).toStrictEqual(resource);
  });
});
