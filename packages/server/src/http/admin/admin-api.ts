import { basePath, routes, type Route } from '@lockstep/admin-api';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.ts';
import { answerProblem } from './answer-problem.ts';
import { accountHandlers } from './account-handlers.ts';
import { administratorHandlers } from './administrator-handlers.ts';
import { apiKeyHandlers } from './api-key-handlers.ts';
import { appImportHandlers } from './app-import-handlers.ts';
import { appSyncHandlers } from './app-sync-handlers.ts';
import { applicationHandlers } from './application-handlers.ts';
import { mappingHandlers } from './mapping-handlers.ts';
import { assignmentHandlers } from './assignment-handlers.ts';
import { auditHandlers } from './audit-handlers.ts';
import { bindRoute, type Handler } from './bind-route.ts';
import { connectionHandlers } from './connection-handlers.ts';
import { departmentHandlers } from './department-handlers.ts';
import { addEventStream } from './event-stream.ts';
import { groupPushHandlers } from './group-push-handlers.ts';
import { groupHandlers } from './group-handlers.ts';
import { groupRuleHandlers } from './group-rule-handlers.ts';
import { healthHandlers } from './health-handlers.ts';
import { jobHandlers } from './job-handlers.ts';
import { jobTitleHandlers } from './job-title-handlers.ts';
import { exchangeHandlers } from './exchange-handlers.ts';
import { ownUserHandlers } from './own-user-handlers.ts';
import { organizationHandlers } from './organization-handlers.ts';
import { linkHandlers } from './link-handlers.ts';
import { policyHandlers } from './policy-handlers.ts';
import { invitationHandlers } from './invitation-handlers.ts';
import { ipRestrictionHandlers } from './ip-restriction-handlers.ts';
import { notFound } from './problem-error.ts';
import { addReference } from './reference.ts';
import { schemaHandlers } from './schema-handlers.ts';
import { serviceHandlers } from './service-handlers.ts';
import { addSingleSignOn } from './single-sign-on-routes.ts';
import { sessionHandlers } from './session-handlers.ts';
import { templateHandlers } from './template-handlers.ts';
import { userFileHandlers } from './user-file-handlers.ts';
import { taskHandlers } from './task-handlers.ts';
import { userStatusHandlers } from './user-status-handlers.ts';
import { userInvitationHandlers } from './user-invitation-handlers.ts';
import { userHandlers } from './user-handlers.ts';

type Routes = typeof routes;

/** A handler for every route of the contract: a missing one does not compile. */
const handlers: { readonly [K in keyof Routes]: Handler<Routes[K]> } = {
  ...accountHandlers,
  ...ownUserHandlers,
  ...administratorHandlers,
  ...invitationHandlers,
  ...apiKeyHandlers,
  ...ipRestrictionHandlers,
  ...sessionHandlers,
  ...organizationHandlers,
  ...departmentHandlers,
  ...jobTitleHandlers,
  ...jobHandlers,
  ...groupHandlers,
  ...groupRuleHandlers,
  ...serviceHandlers,
  ...userFileHandlers,
  ...userHandlers,
  ...userInvitationHandlers,
  ...userStatusHandlers,
  ...connectionHandlers,
  ...policyHandlers,
  ...schemaHandlers,
  ...linkHandlers,
  ...appImportHandlers,
  ...appSyncHandlers,
  ...applicationHandlers,
  ...assignmentHandlers,
  ...mappingHandlers,
  ...groupPushHandlers,
  ...auditHandlers,
  ...taskHandlers,
  ...templateHandlers,
  ...exchangeHandlers,
  ...healthHandlers,
};

/** Many clients name the type of a body that they do not send, with a DELETE above all. */
function takeJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) =>
    body === '' ? done(null) : parse(request, body, done),
  );
}

/** The admin API: every route of the contract, problem documents for every failure below its path. */
export function addAdminApi(server: FastifyInstance, services: Services): void {
  server.setErrorHandler(answerProblem);
  server.removeContentTypeParser(['text/plain', 'application/json']);
  takeJson(server);
  server.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  for (const [id, route] of Object.entries(routes) as [keyof Routes, Route][]) {
    bindRoute(server, services, route, handlers[id] as Handler<Route>);
  }
  addEventStream(server, services);
  addReference(server);
  addSingleSignOn(server, services);
  server.all(`${basePath}/*`, async () => {
    throw notFound('address of the admin API');
  });
}
