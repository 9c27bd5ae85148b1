import { apiKeyRoutes } from './api-key.ts';
import { applicationRoutes } from './application.ts';
import { connectionRoutes } from './connection.ts';
import { organizationRoutes } from './organization.ts';
import { sessionRoutes } from './session.ts';
import { userRoutes } from './user.ts';

/** Every route of the admin API by its id. */
export const routes = {
  ...apiKeyRoutes,
  ...sessionRoutes,
  ...organizationRoutes,
  ...userRoutes,
  ...connectionRoutes,
  ...applicationRoutes,
} as const;
