import type { AttributeInput } from './attribute-definition.ts';
import { defineSchema } from './schema-definition.ts';
import type { SchemaDefinition } from './schema-definition.ts';

const readOnly = { mutability: 'readOnly' } as const;
const supported: AttributeInput = {
  ...readOnly,
  name: 'supported',
  type: 'boolean',
  required: true,
  description: 'Whether the feature is supported',
};

function whole(name: string, description: string, required: boolean): AttributeInput {
  return { ...readOnly, name, type: 'integer', required, description };
}

function flag(name: string, description: string): AttributeInput {
  return { ...readOnly, name, type: 'boolean', required: true, description };
}

function feature(name: string, description: string, more: readonly AttributeInput[] = []): AttributeInput {
  return { ...readOnly, name, type: 'complex', required: true, description, subAttributes: [supported, ...more] };
}

function link(name: string, description: string): AttributeInput {
  return { ...readOnly, name, type: 'reference', referenceTypes: ['external'], description };
}

const schemeTypes = ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'];

/**
 * RFC 7643 §5, with RFC 9865 §4's `pagination`. §8.7.2 forgets `etag` and the authentication schemes' `type` and
 * `primary`, which §5 and §8.5 have.
 */
export const serviceProviderConfigSchema: SchemaDefinition = defineSchema({
  id: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  name: 'Service Provider Configuration',
  description: 'What the service provider can do',
  attributes: [
    link('documentationUri', 'Documentation for people'),
    feature('patch', 'PATCH'),
    feature('bulk', 'Bulk requests', [
      whole('maxOperations', 'Most operations in one request', true),
      whole('maxPayloadSize', 'Largest request body in bytes', true),
    ]),
    feature('filter', 'Filters', [whole('maxResults', 'Most resources in one answer', true)]),
    feature('changePassword', 'Changing passwords'),
    feature('sort', 'Sorting'),
    feature('etag', 'Entity tags'),
    {
      ...readOnly,
      name: 'pagination',
      type: 'complex',
      description: 'Paging (RFC 9865)',
      subAttributes: [
        flag('cursor', 'Whether cursors are supported'),
        flag('index', 'Whether start indexes are supported'),
        {
          ...readOnly,
          name: 'defaultPaginationMethod',
          canonicalValues: ['cursor', 'index'],
          description: 'Method for queries that ask for neither',
        },
        whole('defaultPageSize', 'Page size when none is asked for', false),
        whole('maxPageSize', 'Largest page size', false),
        whole('cursorTimeout', 'Seconds for which a cursor is good', false),
      ],
    },
    {
      ...readOnly,
      name: 'authenticationSchemes',
      type: 'complex',
      multiValued: true,
      required: true,
      description: 'How clients may authenticate',
      subAttributes: [
        { ...readOnly, name: 'type', required: true, canonicalValues: schemeTypes, description: 'Kind of scheme' },
        { ...readOnly, name: 'name', required: true, description: 'Common name of the scheme' },
        { ...readOnly, name: 'description', required: true, description: 'Description of the scheme' },
        link('specUri', "The scheme's specification"),
        link('documentationUri', "The scheme's documentation"),
        { ...readOnly, name: 'primary', type: 'boolean', description: 'Whether the scheme is preferred' },
      ],
    },
  ],
});
