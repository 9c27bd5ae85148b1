import type { AttributeDefinition, PlacedExtension, ResourceTypeDefinition } from '@lockstep/scim';
import { userResourceType } from '../users/user-type.ts';

const builtIn = new Set(userResourceType.extensions.map(({ schema }) => schema.id));

/** The extensions that an organization gave to its users or groups, without those that every organization has. */
export function ownExtensions(type: ResourceTypeDefinition): readonly PlacedExtension[] {
  return type.extensions.filter(({ schema }) => !builtIn.has(schema.id));
}

/** A value that nobody is ever shown: only a digest of it is kept, or its definition says so. */
export function isSecret({ mutability, returned }: AttributeDefinition): boolean {
  return mutability === 'writeOnly' || returned === 'never';
}
