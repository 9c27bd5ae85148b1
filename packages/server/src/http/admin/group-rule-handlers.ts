import type { GroupRule, routes } from '@lockstep/admin-api';
import { countDue, listGroupRules } from '../../directory/group-rules/list-group-rules.ts';
import { previewGroupRule } from '../../directory/group-rules/preview-rule.ts';
import {
  createGroupRule,
  deleteGroupRule,
  updateGroupRule,
  type RuleOutcome,
} from '../../directory/group-rules/rule-commands.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { ownerOf } from './department-handlers.ts';
import { notFound, ProblemError } from './problem-error.ts';

/** The rule as it is now; what was refused as a problem. */
async function show({ services, organization }: OrganizationContext, outcome: RuleOutcome): Promise<GroupRule> {
  services.signal.notify();
  services.groupRules.wake();
  if (outcome.kind !== 'saved') throw asProblem(outcome);
  const [rule] = await listGroupRules(services.database.db, organization.id, outcome.id);
  if (rule === undefined) throw notFound('group rule');
  return { ...rule, groups: [...rule.groups], except: [...rule.except] };
}

function asProblem(outcome: Exclude<RuleOutcome, { readonly kind: 'saved' }>): ProblemError {
  switch (outcome.kind) {
    case 'faulty': {
      const issues = outcome.faults.map((fault) => ({
        path: 'expression',
        message: `At character ${fault.start + 1}: ${fault.message}`,
      }));
      return new ProblemError('invalid_request', issues[0]?.message ?? 'The expression is invalid.', { issues });
    }
    case 'unknown-targets': {
      const what = outcome.path === 'groups' ? 'group' : 'user';
      const message = `There is no ${what} ${JSON.stringify(outcome.ids[0])}.`;
      return new ProblemError('invalid_request', message, { issues: [{ path: outcome.path, message }] });
    }
    case 'managed': {
      const message = `An identity provider sets the members of the group ${outcome.displayName}.`;
      return new ProblemError('managed_by_identity_provider', message, { issues: [{ path: 'groups', message }] });
    }
    case 'too-many':
      return new ProblemError('limit_reached', `An organization has at most ${outcome.most} group rules.`);
    case 'unknown':
      return notFound('group rule');
    default:
      return outcome satisfies never;
  }
}

const list: Handler<typeof routes.listGroupRules> = async (_input, { services, organization }) => {
  const { db } = services.database;
  const rules = await listGroupRules(db, organization.id);
  return {
    rules: rules.map((rule) => ({ ...rule, groups: [...rule.groups], except: [...rule.except] })),
    waiting: await countDue(db, organization.id),
  };
};

const create: Handler<typeof routes.createGroupRule> = async ({ body }, context) =>
  show(context, await createGroupRule(context.services.database, ownerOf(context), body));

const update: Handler<typeof routes.updateGroupRule> = async ({ params, body }, context) => {
  const place = { ...ownerOf(context), ruleId: params.rule };
  return show(context, await updateGroupRule(context.services.database, place, body));
};

const remove: Handler<typeof routes.deleteGroupRule> = async ({ params, query }, context) => {
  const { services } = context;
  const place = { ...ownerOf(context), ruleId: params.rule, members: query.members };
  if (!(await deleteGroupRule(services.database, services.writeGroup, place))) throw notFound('group rule');
  services.signal.notify();
};

const preview: Handler<typeof routes.previewGroupRule> = async ({ body }, { services, organization }) => {
  const { faults, ...found } = await previewGroupRule(services.database.db, organization.id, body);
  const shown = faults.map(({ fault, message, start, end, names }) => ({ fault, message, start, end, names }));
  return { ...found, faults: shown };
};

export const groupRuleHandlers = {
  listGroupRules: list,
  createGroupRule: create,
  updateGroupRule: update,
  deleteGroupRule: remove,
  previewGroupRule: preview,
};
