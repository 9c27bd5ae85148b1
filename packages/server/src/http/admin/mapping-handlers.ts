import type { FieldIssue, routes } from '@lockstep/admin-api';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { notFound, ProblemError } from './problem-error.ts';

const placeOf = ({ organization }: OrganizationContext, slug: string): { organizationId: string; slug: string } => ({
  organizationId: organization.id,
  slug,
});

function faulty(faults: readonly FieldIssue[]): ProblemError {
  const [first] = faults;
  const issues = faults.map((fault) => ({ ...fault, path: `settings.${fault.path}` }));
  return new ProblemError('invalid_request', first?.message ?? 'The settings are invalid.', { issues });
}

const getSettings: Handler<typeof routes.getProfileSettings> = async ({ params }, context) => {
  const place = placeOf(context, params.application);
  const found = await context.services.outbound.queries.getProfileSettings(place);
  if (found === undefined) throw notFound('application');
  return { settings: found.settings, version: found.version };
};

const saveSettings: Handler<typeof routes.saveProfileSettings> = async ({ params, body }, context) => {
  const place = placeOf(context, params.application);
  const { commands } = context.services.outbound;
  const outcome = await commands.saveProfileSettings(place, body, context.caller.actor);
  if (outcome.kind === 'unknown') throw notFound('application');
  if (outcome.kind === 'faulty') throw faulty(outcome.faults);
  if (outcome.kind === 'changed_meanwhile') {
    throw new ProblemError(
      'changed_meanwhile',
      'Somebody else changed these settings meanwhile: load them again first.',
    );
  }
  return { settings: outcome.settings, version: outcome.version, affected: outcome.affected };
};

const count: Handler<typeof routes.countAffected> = async ({ params, body }, context) => {
  const place = placeOf(context, params.application);
  const outcome = await context.services.outbound.queries.countAffected(place, body.settings);
  if (outcome.kind === 'unknown') throw notFound('application');
  if (outcome.kind === 'faulty') throw faulty(outcome.faults);
  return outcome;
};

const preview: Handler<typeof routes.previewProfile> = async ({ params, body }, context) => {
  const place = placeOf(context, params.application);
  const settings = body.settings === undefined ? undefined : body.settings;
  const outcome = await context.services.outbound.queries.previewProfile(place, body.user, settings);
  if (outcome.kind === 'unknown') throw notFound('application or user');
  if (outcome.kind === 'faulty') throw faulty(outcome.faults);
  return outcome.preview;
};

const evaluate: Handler<typeof routes.evaluateExpression> = async ({ params, body }, context) => {
  const tried = await context.services.outbound.queries.tryExpression(placeOf(context, params.application), body);
  if (tried === undefined) throw notFound('application or user');
  return tried;
};

const reference: Handler<typeof routes.getExpressionReference> = async (_input, { services, organization }) => {
  return services.outbound.queries.expressionReference(organization.id);
};

const discover: Handler<typeof routes.discoverAttributes> = async ({ params }, context) => {
  const found = await context.services.outbound.queries.discoverAttributes(placeOf(context, params.application));
  if (found === undefined) throw notFound('application');
  return found;
};

const setLoginName: Handler<typeof routes.setAssignedLoginName> = async ({ params, body }, context) => {
  const place = { ...placeOf(context, params.application), userId: params.user, actor: context.caller.actor };
  const outcome = await context.services.outbound.commands.setPersonalValues(place, body);
  if (outcome.kind === 'unknown') throw notFound('assignment');
};

export const mappingHandlers = {
  getProfileSettings: getSettings,
  saveProfileSettings: saveSettings,
  countAffected: count,
  previewProfile: preview,
  evaluateExpression: evaluate,
  getExpressionReference: reference,
  discoverAttributes: discover,
  setAssignedLoginName: setLoginName,
};
