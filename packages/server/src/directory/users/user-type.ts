import { defineResourceType, enterpriseUserSchema, userSchema, type ResourceTypeDefinition } from '@lockstep/scim';
import { servicesSchema } from '../services/services.ts';

/** Users as this directory keeps them: RFC 7643 §4.1 with the enterprise extension (§4.3) and ours of services. */
export const userResourceType: ResourceTypeDefinition = defineResourceType({
  name: 'User',
  endpoint: '/Users',
  schema: userSchema,
  extensions: [
    { schema: enterpriseUserSchema, required: false },
    { schema: servicesSchema, required: false },
  ],
});
