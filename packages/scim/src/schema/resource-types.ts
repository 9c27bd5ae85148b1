import { enterpriseUserSchema } from './enterprise-user-schema.ts';
import { groupSchema } from './group-schema.ts';
import { defineResourceType } from './resource-type-definition.ts';
import type { ResourceTypeDefinition } from './resource-type-definition.ts';
import { userSchema } from './user-schema.ts';

/** `User` with the enterprise extension, which a user need not have. */
export const userResourceType: ResourceTypeDefinition = defineResourceType({
  name: 'User',
  endpoint: '/Users',
  schema: userSchema,
  extensions: [{ schema: enterpriseUserSchema, required: false }],
});

/** `Group`, without extensions. */
export const groupResourceType: ResourceTypeDefinition = defineResourceType({
  name: 'Group',
  endpoint: '/Groups',
  schema: groupSchema,
});
