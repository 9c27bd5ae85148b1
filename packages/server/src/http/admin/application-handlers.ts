import type { routes, TemplateFeature } from '@lockstep/admin-api';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { notFound, ProblemError } from './problem-error.ts';

const placeOf = ({ organization }: OrganizationContext, slug: string): { organizationId: string; slug: string } => ({
  organizationId: organization.id,
  slug,
});

const unknownApplication = (): ProblemError => notFound('application');

const list: Handler<typeof routes.listApplications> = async (_input, { services, organization }) => ({
  applications: [...(await services.outbound.queries.listApplications(organization.id))],
});

const get: Handler<typeof routes.getApplication> = async ({ params }, context) => {
  const found = await context.services.outbound.queries.getApplication(placeOf(context, params.application));
  if (found === undefined) throw unknownApplication();
  return found;
};

const create: Handler<typeof routes.createApplication> = async ({ body }, { services, organization, caller }) => {
  const outcome = await services.outbound.commands.createApplication(organization.id, body, caller.actor);
  if (outcome.kind === 'created') return outcome.application;
  if (outcome.kind === 'faulty') {
    throw new ProblemError('invalid_request', 'The address of the application cannot be made of this.', {
      issues: outcome.faults,
    });
  }
  if (outcome.kind === 'template_unknown') {
    throw new ProblemError('invalid_request', 'The catalog has no such template.', {
      issues: [{ path: 'template', message: 'Choose a template of the catalog.' }],
    });
  }
  throw new ProblemError('slug_taken', `There is an application ${outcome.slug} already.`, {
    issues: [{ path: 'slug', message: 'This address is taken.', code: 'taken' }],
  });
};

const certificateHints = {
  caCertificate: 'This is no certificate in PEM.',
  clientCertificate: 'This is no certificate in PEM.',
  clientKey: 'This is no private key in PEM without a passphrase, or not the key of the certificate.',
} as const;

/** What is not there, by the feature that a template lacks. */
const notOffered: Readonly<Record<TemplateFeature, string>> = {
  'create-users': 'users cannot be created there.',
  'update-user-attributes': 'attributes of users cannot be changed there.',
  'deactivate-users': 'users cannot be deactivated there.',
  'reactivate-users': 'users who are inactive there cannot be made active again.',
  'delete-users': 'users cannot be deleted there.',
  groups: 'there are no groups.',
  'rename-groups': 'groups cannot be renamed there.',
  'import-users': 'users cannot be imported from there.',
};

const update: Handler<typeof routes.updateApplication> = async ({ params, body }, context) => {
  const { services, caller } = context;
  const place = placeOf(context, params.application);
  const outcome = await services.outbound.commands.updateApplication(place, body, caller.actor);
  if (outcome.kind === 'unknown') throw unknownApplication();
  if (outcome.kind === 'updated') return outcome.application;
  if (outcome.kind === 'not_offered') {
    const message = `${outcome.name} does not offer this, as its template says: ${notOffered[outcome.feature]}`;
    throw new ProblemError('not_offered', message, { issues: [{ path: outcome.path, message }] });
  }
  if (outcome.kind === 'certificate_invalid') {
    throw new ProblemError('invalid_request', 'A certificate or key cannot be used.', {
      issues: [{ path: `tls.${outcome.part}`, message: certificateHints[outcome.part] }],
    });
  }
  throw new ProblemError('credentials_missing', 'Enter an API token first: nothing can be sent without one.', {
    issues: [{ path: 'apiToken', message: 'Enter the API token of the application.' }],
  });
};

const remove: Handler<typeof routes.deleteApplication> = async ({ params }, context) => {
  const place = placeOf(context, params.application);
  const outcome = await context.services.outbound.commands.deleteApplication(place, context.caller.actor);
  if (outcome.kind === 'unknown') throw unknownApplication();
};

const testCredentials: Handler<typeof routes.testCredentials> = async ({ params, body }, context) => {
  const place = placeOf(context, params.application);
  const outcome = await context.services.outbound.commands.testCredentials(place, body);
  if (outcome.kind === 'unknown') throw unknownApplication();
  return outcome.test;
};

const listAppUsers: Handler<typeof routes.listAppUsers> = async ({ params, query }, context) => {
  const page = await context.services.outbound.queries.listAppUsers(placeOf(context, params.application), query);
  if (page === undefined) throw unknownApplication();
  return { ...page, users: [...page.users] };
};

const assign: Handler<typeof routes.assignUsers> = async ({ params, body }, context) => {
  const place = placeOf(context, params.application);
  const outcome = await context.services.outbound.commands.assignUsers(place, body, context.caller.actor);
  if (outcome.kind === 'unknown') throw unknownApplication();
  return { assigned: outcome.assigned };
};

const unassign: Handler<typeof routes.unassignUser> = async ({ params }, context) => {
  const place = placeOf(context, params.application);
  const outcome = await context.services.outbound.commands.unassignUser(place, params.user, context.caller.actor);
  if (outcome.kind === 'unknown') throw notFound('assignment');
  if (outcome.kind === 'by_group') {
    throw new ProblemError('assigned_by_group', 'A group assigns this person: take it out of the group instead.');
  }
};

const retry: Handler<typeof routes.retryAppUsers> = async ({ params, body }, context) => {
  const outcome = await context.services.outbound.commands.retryAppUsers(
    placeOf(context, params.application),
    context.caller.actor,
    body.users,
  );
  if (outcome.kind === 'unknown') throw unknownApplication();
  return { retried: outcome.retried };
};

export const applicationHandlers = {
  listApplications: list,
  createApplication: create,
  getApplication: get,
  updateApplication: update,
  deleteApplication: remove,
  testCredentials,
  listAppUsers,
  assignUsers: assign,
  unassignUser: unassign,
  retryAppUsers: retry,
};
