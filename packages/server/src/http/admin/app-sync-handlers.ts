import type { routes } from '@lockstep/admin-api';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { notFound, ProblemError } from './problem-error.ts';

const placeOf = ({ organization }: OrganizationContext, slug: string) => ({ organizationId: organization.id, slug });

function known<T>(found: T | undefined, what = 'application'): T {
  if (found === undefined) throw notFound(what);
  return found;
}

const start: Handler<typeof routes.startForceSync> = async ({ params }, context) => {
  const { services, caller } = context;
  const outcome = await services.outbound.sync.forceSync(placeOf(context, params.application), caller.actor);
  if (outcome.kind === 'started') return outcome.forceSync;
  if (outcome.kind === 'unknown') throw notFound('application');
  throw new ProblemError('integration_off', 'API integration is off: enable it first, so that something can be sent.');
};

const get: Handler<typeof routes.getForceSync> = async ({ params }, context) =>
  known(await context.services.outbound.sync.lastForceSync(placeOf(context, params.application)));

const preview: Handler<typeof routes.previewRestart> = async ({ params, query }, context) =>
  known(await context.services.outbound.sync.previewRestart(placeOf(context, params.application), query));

const list: Handler<typeof routes.listRestartPreview> = async ({ params, query }, context) =>
  known(await context.services.outbound.sync.restartPeople(placeOf(context, params.application), query));

const profile: Handler<typeof routes.getAppUserProfile> = async ({ params }, context) => {
  const place = placeOf(context, params.application);
  return known(await context.services.outbound.sync.profile(place, params.user), 'assignment');
};

const actual: Handler<typeof routes.readAppUser> = async ({ params }, context) => {
  const place = placeOf(context, params.application);
  return known(await context.services.outbound.sync.actual(place, params.user), 'assignment');
};

export const appSyncHandlers = {
  startForceSync: start,
  getForceSync: get,
  previewRestart: preview,
  listRestartPreview: list,
  getAppUserProfile: profile,
  readAppUser: actual,
};
