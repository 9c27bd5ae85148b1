import { z } from 'zod';
import { idSchema } from './coded.ts';
import { serviceCodeSchema } from './service.ts';

/** A status, or `inactive` for everybody who is not active. */
export const userStatusFilterSchema = z.enum(['active', 'inactive', 'staged', 'suspended', 'deactivated']);
export type UserStatusFilter = z.infer<typeof userStatusFilterSchema>;

/**
 * Which users are meant; everything given must hold. `search` looks in login name, display name and e-mail addresses,
 * `loginName` is exact, `department` is without the departments below it.
 */
export const userFilterShape = {
  search: z.string().max(256).optional(),
  loginName: z.string().max(256).optional(),
  status: userStatusFilterSchema.optional(),
  service: serviceCodeSchema.optional(),
  department: idSchema.optional(),
  jobTitle: idSchema.optional(),
  group: idSchema.optional(),
  /** Managed by an identity provider, or here alone. */
  managed: z.enum(['yes', 'no']).optional(),
};

export const userFilterSchema = z.object(userFilterShape);
export type UserFilter = z.infer<typeof userFilterSchema>;

/** By `sortOrder` as cybozu.com's User API has it: smaller numbers first, users without one last. */
export const userSortSchema = z.enum(['loginName', 'displayName', 'createdAt', 'modifiedAt', 'sortOrder']);
export type UserSort = z.infer<typeof userSortSchema>;
