import type { routes } from '@lockstep/admin-api';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { notFound, ProblemError } from './problem-error.ts';

const placeOf = ({ organization }: OrganizationContext, slug: string): { organizationId: string; slug: string } => ({
  organizationId: organization.id,
  slug,
});

const faultyRule = (message: string): ProblemError =>
  new ProblemError('invalid_request', message, { issues: [{ path: 'pattern', message }] });

const noGroups = (name: string): ProblemError =>
  new ProblemError('not_offered', `${name} has no groups, as its template says: none can be pushed.`);

const listPushedGroups: Handler<typeof routes.listPushedGroups> = async ({ params, query }, context) => {
  const page = await context.services.outbound.queries.listPushedGroups(placeOf(context, params.application), query);
  if (page === undefined) throw notFound('application');
  return { ...page, groups: [...page.groups] };
};

const pushGroups: Handler<typeof routes.pushGroups> = async ({ params, body }, context) => {
  const { services, caller } = context;
  const place = placeOf(context, params.application);
  const outcome = await services.outbound.commands.pushGroups(place, body, caller.actor);
  if (outcome.kind === 'unknown') throw notFound('application');
  if (outcome.kind === 'not_offered') throw noGroups(outcome.name);
  if (outcome.kind === 'group_unknown') {
    throw new ProblemError('invalid_request', 'The directory lacks one of the groups.', {
      issues: [{ path: 'groups', message: 'Choose groups of the directory.' }],
    });
  }
  if (outcome.kind === 'linked_already') {
    throw new ProblemError('group_linked_already', 'Another pushed group is linked to that group of the application.', {
      issues: [{ path: 'remoteId', message: 'Choose another group of the application.' }],
    });
  }
  return { pushed: outcome.pushed };
};

const pushNow: Handler<typeof routes.pushNow> = async ({ params, body }, context) => {
  const place = placeOf(context, params.application);
  const pushed = await context.services.outbound.commands.pushNow(place, body.group, context.caller.actor);
  if (pushed === undefined) throw notFound('application');
  if (body.group !== undefined && pushed === 0) throw notFound('active pushed group');
  return { pushed };
};

const setPushActive: Handler<typeof routes.setPushActive> = async ({ params, body }, context) => {
  const place = placeOf(context, params.application);
  const which = { groupId: params.group, active: body.active };
  const found = await context.services.outbound.commands.setPushActive(place, which, context.caller.actor);
  if (!found) throw notFound('pushed group');
};

const unlinkGroup: Handler<typeof routes.unlinkGroup> = async ({ params, body }, context) => {
  const place = placeOf(context, params.application);
  const which = { groupId: params.group, targetGroup: body.targetGroup };
  const outcome = await context.services.outbound.commands.unlinkGroup(place, which, context.caller.actor);
  if (outcome.kind === 'unknown') throw notFound('pushed group');
  if (outcome.kind === 'by_rule') {
    throw new ProblemError(
      'pushed_by_rule',
      'A rule chooses this group and would push it again. Pause the group, or remove the rule.',
    );
  }
};

const listRefusedMembers: Handler<typeof routes.listRefusedMembers> = async ({ params }, context) => {
  const place = placeOf(context, params.application);
  const members = await context.services.outbound.queries.listRefusedMembers(place, params.group);
  if (members === undefined) throw notFound('pushed group');
  return { members: [...members] };
};

const listPushRules: Handler<typeof routes.listPushRules> = async ({ params }, context) => {
  const rules = await context.services.outbound.queries.listPushRules(placeOf(context, params.application));
  if (rules === undefined) throw notFound('application');
  return { rules: [...rules] };
};

const createPushRule: Handler<typeof routes.createPushRule> = async ({ params, body }, context) => {
  const place = placeOf(context, params.application);
  const outcome = await context.services.outbound.commands.createPushRule(place, body, context.caller.actor);
  if (outcome.kind === 'unknown') throw notFound('application');
  if (outcome.kind === 'faulty') throw faultyRule(outcome.message);
  if (outcome.kind === 'not_offered') throw noGroups(outcome.name);
  if (outcome.kind === 'too_many') throw new ProblemError('limit_reached', 'An application has at most 100 rules.');
  return { id: outcome.id };
};

const previewPushRule: Handler<typeof routes.previewPushRule> = async ({ body }, { services, organization }) => {
  const outcome = await services.outbound.queries.previewPushRule(organization.id, body);
  if (outcome.kind === 'faulty') throw faultyRule(outcome.message);
  return { total: outcome.total, examples: [...outcome.examples] };
};

const deletePushRule: Handler<typeof routes.deletePushRule> = async ({ params, query }, context) => {
  const place = placeOf(context, params.application);
  const which = { ruleId: params.rule, targetGroups: query.targetGroups };
  const found = await context.services.outbound.commands.deletePushRule(place, which, context.caller.actor);
  if (!found) throw notFound('rule');
};

const listApplicationGroups: Handler<typeof routes.listApplicationGroups> = async ({ params }, context) => {
  const place = placeOf(context, params.application);
  const outcome = await context.services.outbound.queries.listTargetGroups(place);
  if (outcome.kind === 'unknown') throw notFound('application');
  if (outcome.kind === 'failed') return { groups: [], total: 0, problem: outcome.message };
  return { groups: [...outcome.groups], total: outcome.total };
};

export const groupPushHandlers = {
  listPushedGroups,
  pushGroups,
  pushNow,
  setPushActive,
  unlinkGroup,
  listRefusedMembers,
  listPushRules,
  createPushRule,
  previewPushRule,
  deletePushRule,
  listApplicationGroups,
};
