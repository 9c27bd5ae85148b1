import {
  defineResourceType,
  defineSchema,
  groupSchema,
  type ResourceTypeDefinition,
  type SchemaExtension,
} from '@lockstep/scim';

type Attribute = (typeof groupSchema.attributes)[number];

/** What this directory does differently from RFC 7643 §8.7.1, so that the served schema tells the truth. */
function adapt(attribute: Attribute): Attribute {
  switch (attribute.name) {
    case 'displayName':
      return { ...attribute, uniqueness: 'server' };
    case 'members':
      return { ...attribute, subAttributes: attribute.subAttributes.map(adapt) };
    case 'value':
      return { ...attribute, required: true, description: 'Id of a user' };
    case '$ref':
      return { ...attribute, mutability: 'readOnly', referenceTypes: ['User'] };
    case 'display':
      return { ...attribute, mutability: 'readOnly' };
    case 'type':
      return { ...attribute, canonicalValues: ['User'] };
    default:
      return attribute;
  }
}

const schema = defineSchema({ ...groupSchema, attributes: groupSchema.attributes.map(adapt) });

/**
 * Groups as this directory keeps them, with the extensions of the organization: display names are unique within an organization, compared without regard to
 * case, because the CSV import names groups by them; and members are users, never groups. How a member is shown follows
 * from the user, so nobody sets it.
 */
export function groupTypeWith(extensions: readonly SchemaExtension[] = []): ResourceTypeDefinition {
  return defineResourceType({ name: 'Group', endpoint: '/Groups', schema, extensions });
}

/** Groups of an organization that never extended them. */
export const groupResourceType: ResourceTypeDefinition = groupTypeWith();
