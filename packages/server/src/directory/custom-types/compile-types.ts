import {
  defineResourceType,
  defineSchema,
  type AttributeInput,
  type ReferenceRule,
  type ResourceTypeDefinition,
  type SchemaDefinition,
  type SchemaExtension,
} from '@lockstep/scim';
import { groupResourceType, groupTypeWith } from '../groups/group-type.ts';
import { defaultServices, type Service } from '../services/services.ts';
import { userResourceType, userTypeWith } from '../users/user-type.ts';
import type { CustomSchema, Definitions, ExtensionUse } from './definitions.ts';

/** The resource types of one organization, in one version of its definitions. */
export interface OrganizationTypes {
  /** 0: the organization has never defined anything. */
  readonly version: number;
  readonly user: ResourceTypeDefinition;
  readonly group: ResourceTypeDefinition;
  /** What users can be given, in the order in which it is shown. */
  readonly services: readonly Service[];
  /** The types that the organization defined, by name. */
  readonly custom: readonly ResourceTypeDefinition[];
}

/** What an organization has that never defined anything: one and the same object for all of them. */
export const builtInTypes: OrganizationTypes = Object.freeze({
  version: 0,
  user: userResourceType,
  group: groupResourceType,
  services: defaultServices,
  custom: [],
});

function ruleOf(types: readonly string[], endpoints: ReadonlyMap<string, string>): ReferenceRule {
  return {
    endpoints: types.flatMap((type) => endpoints.get(type) ?? []),
    external: types.includes('external'),
    uri: types.includes('uri'),
  };
}

/** The attribute with everything that its description promises enforced. */
function enforce(attribute: AttributeInput, endpoints: ReadonlyMap<string, string>): AttributeInput {
  const { type, canonicalValues = [], referenceTypes = [], subAttributes } = attribute;
  return {
    ...attribute,
    retained: true,
    ...(canonicalValues.length > 0 ? { canonicalValuesOnly: true } : {}),
    ...(type === 'reference' && referenceTypes.length > 0 ? { references: ruleOf(referenceTypes, endpoints) } : {}),
    ...(subAttributes === undefined ? {} : { subAttributes: subAttributes.map((sub) => enforce(sub, endpoints)) }),
  };
}

/** Endpoints by the names that `referenceTypes` says. */
function endpointsOf({ resourceTypes }: Definitions): ReadonlyMap<string, string> {
  return new Map([userResourceType, groupResourceType, ...resourceTypes].map(({ name, endpoint }) => [name, endpoint]));
}

/**
 * Makes the resource types of checked definitions (see `findFaults`), ready to serve.
 * @throws TypeError for definitions that were not checked
 */
export function compileTypes(version: number, definitions: Definitions): OrganizationTypes {
  const endpoints = endpointsOf(definitions);
  const compile = (schema: CustomSchema): SchemaDefinition =>
    defineSchema({ ...schema, attributes: schema.attributes.map((attribute) => enforce(attribute, endpoints)) });
  const schemas = new Map(definitions.schemas.map((schema) => [schema.id, compile(schema)]));
  const schemaOf = (id: string): SchemaDefinition => {
    const schema = schemas.get(id);
    if (schema === undefined) throw new TypeError(`There is no schema "${id}".`);
    return schema;
  };
  const extend = (uses: readonly ExtensionUse[]): SchemaExtension[] =>
    uses.map(({ schema, required }) => ({ schema: schemaOf(schema), required }));
  const { userExtensions, groupExtensions, resourceTypes, services } = definitions;
  return Object.freeze({
    version,
    user:
      userExtensions.length === 0 && services === undefined
        ? userResourceType
        : userTypeWith(services ?? defaultServices, extend(userExtensions)),
    group: groupExtensions.length === 0 ? groupResourceType : groupTypeWith(extend(groupExtensions)),
    services: services ?? defaultServices,
    custom: resourceTypes.map((type) =>
      defineResourceType({
        name: type.name,
        endpoint: type.endpoint,
        description: type.description,
        schema: schemaOf(type.schema),
        extensions: extend(type.schemaExtensions),
      }),
    ),
  });
}
