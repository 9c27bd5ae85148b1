import { accountRoutes } from './account.ts';
import { administratorRoutes } from './administrator.ts';
import { apiKeyRoutes } from './api-key.ts';
import { appImportRoutes } from './app-import.ts';
import { appSyncRoutes } from './app-sync.ts';
import { applicationRoutes } from './application.ts';
import { assignmentRoutes } from './assignment.ts';
import { auditLogRoutes } from './audit-log.ts';
import { connectionRoutes } from './connection.ts';
import { departmentRoutes } from './department.ts';
import { ipRestrictionRoutes } from './ip-restrictions.ts';
import { groupPushRoutes } from './group-push.ts';
import { groupRuleRoutes } from './group-rule.ts';
import { groupRoutes } from './group.ts';
import { healthRoutes } from './health.ts';
import { jobTitleRoutes } from './job-title.ts';
import { jobRoutes } from './job.ts';
import { exchangeRoutes } from './exchange.ts';
import { mappingRoutes } from './mapping.ts';
import { linkRoutes } from './link.ts';
import { organizationRoutes } from './organization.ts';
import { policyRoutes } from './policy.ts';
import { schemaRoutes } from './schema.ts';
import { serviceRoutes } from './service-seats.ts';
import { sessionRoutes } from './session.ts';
import { userBulkRoutes } from './user-bulk.ts';
import { userFileRoutes } from './user-file.ts';
import { taskRoutes } from './task.ts';
import { templateRoutes } from './template.ts';
import { userInvitationRoutes } from './user-invitation.ts';
import { userRoutes } from './user.ts';
import { userStatusRoutes } from './user-status.ts';

/** Every route of the admin API by its id. */
export const routes = {
  ...accountRoutes,
  ...administratorRoutes,
  ...apiKeyRoutes,
  ...ipRestrictionRoutes,
  ...sessionRoutes,
  ...organizationRoutes,
  ...departmentRoutes,
  ...jobTitleRoutes,
  ...jobRoutes,
  ...groupRoutes,
  ...groupRuleRoutes,
  ...serviceRoutes,
  ...userBulkRoutes,
  ...userFileRoutes,
  ...userInvitationRoutes,
  ...userRoutes,
  ...userStatusRoutes,
  ...connectionRoutes,
  ...policyRoutes,
  ...schemaRoutes,
  ...linkRoutes,
  ...appImportRoutes,
  ...appSyncRoutes,
  ...applicationRoutes,
  ...groupPushRoutes,
  ...templateRoutes,
  ...assignmentRoutes,
  ...auditLogRoutes,
  ...taskRoutes,
  ...exchangeRoutes,
  ...mappingRoutes,
  ...healthRoutes,
} as const;
