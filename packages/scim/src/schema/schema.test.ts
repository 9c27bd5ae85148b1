import { describe, expect, it } from 'vitest';
import { lenientDialect, strictDialect, ToleranceRecorder } from '../dialect.ts';
import { readAttributePath } from '../path/attribute-path.ts';
import { resolveAttribute } from '../path/resolve-path.ts';
import { defineAttribute } from './attribute-definition.ts';
import type { AttributeDefinition } from './attribute-definition.ts';
import { enterpriseUserSchema } from './enterprise-user-schema.ts';
import { groupSchema } from './group-schema.ts';
import { allAttributes, defineResourceType } from './resource-type-definition.ts';
import { resourceTypeSchema } from './resource-type-schema.ts';
import { groupResourceType, userResourceType } from './resource-types.ts';
import { rfcCharacteristics } from './rfc7643.testing.ts';
import { defineSchema } from './schema-definition.ts';
import { schemaSchema } from './schema-schema.ts';
import { serviceProviderConfigSchema } from './service-provider-config-schema.ts';
import { userSchema } from './user-schema.ts';

const enterprise = enterpriseUserSchema.id;
const schemas = [
  userSchema,
  groupSchema,
  enterpriseUserSchema,
  serviceProviderConfigSchema,
  resourceTypeSchema,
  schemaSchema,
];

/** One line for each attribute, in the notation of the table. */
function describeAll(attributes: readonly AttributeDefinition[], prefix = ''): readonly string[] {
  return attributes.flatMap((attribute) => [
    [prefix + attribute.name, ...words(attribute)].join(' '),
    ...describeAll(attribute.subAttributes, `${prefix}${attribute.name}.`),
  ]);
}

function words(attribute: AttributeDefinition): readonly string[] {
  const { type, multiValued, required, caseExact, mutability, returned, uniqueness } = attribute;
  return [
    type === 'string' ? '' : type,
    multiValued ? 'multiValued' : '',
    required ? 'required' : '',
    // §2.3.6 and §2.3.7 say that these are case exact; the listings in §8.7 say that they are not.
    caseExact && type !== 'reference' && type !== 'binary' ? 'caseExact' : '',
    mutability === 'readWrite' ? '' : mutability,
    returned === 'default' ? '' : returned,
    uniqueness === 'none' ? '' : `unique:${uniqueness}`,
    attribute.canonicalValues.length === 0 ? '' : `of:${attribute.canonicalValues.join(',')}`,
    attribute.referenceTypes.length === 0 ? '' : `to:${attribute.referenceTypes.join(',')}`,
  ].filter((word) => word !== '');
}

const types = 'string,complex,boolean,decimal,integer,dateTime,reference';

/** Where §8.7's listings contradict the text of the RFC, we go by the text. Each schema's file says why. */
const differences: Readonly<Record<string, { readonly rfc: readonly string[]; readonly ours: readonly string[] }>> = {
  User: { rfc: [], ours: ['addresses.primary boolean'] },
  Group: { rfc: ['displayName'], ours: ['displayName required', 'members.display immutable'] },
  EnterpriseUser: { rfc: [], ours: [] },
  'Service Provider Configuration': {
    rfc: [],
    ours: [
      'etag complex required readOnly',
      'etag.supported boolean required readOnly',
      'pagination complex readOnly',
      'pagination.cursor boolean required readOnly',
      'pagination.index boolean required readOnly',
      'pagination.defaultPaginationMethod readOnly of:cursor,index',
      'pagination.defaultPageSize integer readOnly',
      'pagination.maxPageSize integer readOnly',
      'pagination.cursorTimeout integer readOnly',
      'authenticationSchemes.type required readOnly of:oauth,oauth2,oauthbearertoken,httpbasic,httpdigest',
      'authenticationSchemes.primary boolean readOnly',
    ],
  },
  ResourceType: {
    rfc: [
      'schema reference required caseExact readOnly to:uri',
      'schemaExtensions complex required readOnly',
      'schemaExtensions.schema reference required caseExact readOnly to:uri',
    ],
    ours: [
      'schema reference required readOnly to:uri',
      'schemaExtensions complex multiValued readOnly',
      'schemaExtensions.schema reference required readOnly to:uri',
    ],
  },
  Schema: {
    rfc: [
      `attributes.type required readOnly of:${types}`,
      `attributes.subAttributes.type required readOnly of:${types}`,
      'attributes.subAttributes.referenceTypes caseExact readOnly',
    ],
    ours: [
      `attributes.type required readOnly of:${types},binary`,
      `attributes.subAttributes.type required readOnly of:${types},binary`,
      'attributes.subAttributes.referenceTypes multiValued caseExact readOnly',
    ],
  },
};

describe('the schemas of RFC 7643', () => {
  it.each(schemas)('$name has the characteristics of §8.7, but for known differences', (schema) => {
    const rfc = rfcCharacteristics[schema.id]?.trim().split('\n') ?? [];
    const ours = describeAll(schema.attributes);
    expect(rfc.length).toBeGreaterThan(4);
    expect({
      rfc: rfc.filter((line) => !ours.includes(line)),
      ours: ours.filter((line) => !rfc.includes(line)),
    }).toEqual(differences[schema.name]);
  });

  it.each(schemas)('$name describes every attribute in words', (schema) => {
    const undescribed = (attributes: readonly AttributeDefinition[]): readonly AttributeDefinition[] =>
      attributes.flatMap((attribute) => [
        ...(attribute.description === '' ? [attribute] : []),
        ...undescribed(attribute.subAttributes),
      ]);
    expect(undescribed(schema.attributes)).toEqual([]);
  });
});

describe('attributes of a resource type', () => {
  it.each([
    ['username', 'userName'],
    ['ID', 'id'],
    ['meta.VERSION', 'meta.version'],
    ['externalid', 'externalId'],
    ['emails.Value', 'emails.value'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:Name.FamilyName', 'name.familyName'],
    [`${enterprise}:Department`, `${enterprise}:department`],
    [`${enterprise.toUpperCase()}:manager.value`, `${enterprise}:manager.value`],
    ['shoeSize', undefined],
    ['name.shoe', undefined],
    ['userName.value', undefined],
    ['constructor', undefined],
    ['urn:example:x:userName', undefined],
    ['department', undefined],
  ])('%s is %s', (text, path) => {
    const parsed = readAttributePath(text);
    expect(parsed && resolveAttribute(userResourceType, parsed)?.path).toBe(path);
  });

  it('are found without URN only where that is allowed', () => {
    const path = readAttributePath('manager.value')!;
    const lenient = new ToleranceRecorder(lenientDialect);
    expect(resolveAttribute(userResourceType, path, lenient)?.path).toBe(`${enterprise}:manager.value`);
    expect(lenient.applied).toEqual([{ name: 'unqualifiedAttribute', path: `${enterprise}:manager` }]);
    expect(resolveAttribute(userResourceType, path, new ToleranceRecorder(strictDialect))).toBeUndefined();
  });

  it('include the common ones, once each', () => {
    expect(groupResourceType.attributes.all.map(({ name }) => name)).toEqual([
      'schemas',
      'id',
      'externalId',
      'meta',
      'displayName',
      'members',
    ]);
    const type = defineResourceType({ name: 'ResourceType', endpoint: '/ResourceTypes', schema: resourceTypeSchema });
    expect(type.attributes.all.filter(({ name }) => name === 'id')).toHaveLength(1);
    expect(allAttributes(userResourceType).at(-1)?.path).toBe(`${enterprise}:manager`);
  });

  it('know their place', () => {
    const manager = userResourceType.findExtension(enterprise.toLowerCase())?.attributes.find('MANAGER');
    expect(manager).toMatchObject({ extension: enterprise, path: `${enterprise}:manager`, name: 'manager' });
    expect(manager?.subAttributes.find('value')).toMatchObject({
      parent: manager,
      path: `${enterprise}:manager.value`,
    });
  });
});

describe('definitions', () => {
  it('have the defaults of RFC 7643 §2.2', () => {
    expect(defineAttribute({ name: 'x' })).toEqual({
      name: 'x',
      type: 'string',
      multiValued: false,
      description: '',
      required: false,
      canonicalValues: [],
      canonicalValuesOnly: false,
      caseExact: false,
      mutability: 'readWrite',
      returned: 'default',
      uniqueness: 'none',
      referenceTypes: [],
      retained: true,
      subAttributes: [],
    });
    expect(defineAttribute({ name: 'x', type: 'reference' }).caseExact).toBe(true);
    expect(defineAttribute({ name: 'x', type: 'binary' }).caseExact).toBe(true);
  });

  const schema = { id: 'urn:example:A', name: 'A' };
  const parts = [{ name: 'a' }];

  it.each([
    ['a name that is none', () => defineAttribute({ name: 'a b' })],
    ['a name with a dot', () => defineAttribute({ name: 'a.b' })],
    ['an empty name', () => defineAttribute({ name: '' })],
    ['a dangerous name', () => defineAttribute({ name: 'constructor' })],
    ['a complex attribute without parts', () => defineAttribute({ name: 'a', type: 'complex' })],
    ['parts of a simple attribute', () => defineAttribute({ name: 'a', subAttributes: parts })],
    ['an id that is no URN', () => defineSchema({ ...schema, id: 'A', attributes: [] })],
    ['a name twice', () => defineSchema({ ...schema, attributes: [{ name: 'a' }, { name: 'A' }] })],
    [
      'a part twice',
      () =>
        defineSchema({ ...schema, attributes: [{ name: 'a', type: 'complex', subAttributes: [...parts, ...parts] }] }),
    ],
    [
      'complex parts',
      () =>
        defineSchema({
          ...schema,
          attributes: [
            { name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex', subAttributes: parts }] },
          ],
        }),
    ],
    ['an endpoint without slash', () => defineResourceType({ name: 'A', endpoint: 'As', schema: userSchema })],
    [
      'an extension twice',
      () =>
        defineResourceType({
          name: 'A',
          endpoint: '/As',
          schema: userSchema,
          extensions: [
            { schema: enterpriseUserSchema, required: false },
            { schema: enterpriseUserSchema, required: true },
          ],
        }),
    ],
  ])('refuse %s', (_name, define) => {
    expect(define).toThrow(TypeError);
  });
});
