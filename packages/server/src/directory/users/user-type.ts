import {
  defineAttribute,
  defineResourceType,
  enterpriseUserSchema,
  userSchema,
  type ResourceTypeDefinition,
  type SchemaDefinition,
  type SchemaExtension,
} from '@lockstep/scim';
import { defaultServices, servicesSchemaFor, type Service } from '../services/services.ts';
import { profileSchema } from './profile-schema.ts';

const roleId = defineAttribute({
  name: 'id',
  caseExact: true,
  description: 'What the identity provider knows the role by',
});

/** Microsoft Entra ID sends a role with its id, which nothing in RFC 7643 §4.1.2 would hold. */
const schema: SchemaDefinition = {
  ...userSchema,
  attributes: userSchema.attributes.map((attribute) =>
    attribute.name === 'roles' ? { ...attribute, subAttributes: [...attribute.subAttributes, roleId] } : attribute,
  ),
};

/**
 * Users as this directory keeps them: RFC 7643 §4.1 with the enterprise extension (§4.3) and ours of services and of
 * further profile, then those of the organization.
 */
export function userTypeWith(
  services: readonly Service[],
  extensions: readonly SchemaExtension[] = [],
): ResourceTypeDefinition {
  return defineResourceType({
    name: 'User',
    endpoint: '/Users',
    schema,
    extensions: [
      { schema: enterpriseUserSchema, required: false },
      { schema: servicesSchemaFor(services), required: false },
      { schema: profileSchema, required: false },
      ...extensions,
    ],
  });
}

/** Users of an organization that never defined anything. */
export const userResourceType: ResourceTypeDefinition = userTypeWith(defaultServices);
