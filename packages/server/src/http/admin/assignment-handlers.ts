import type { Assignment, routes } from '@lockstep/admin-api';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { notFound, ProblemError } from './problem-error.ts';

const placeOf = ({ organization }: OrganizationContext, slug: string): { organizationId: string; slug: string } => ({
  organizationId: organization.id,
  slug,
});

interface Fault {
  readonly path: string;
  readonly message: string;
}

function faulty(faults: readonly Fault[]): ProblemError {
  const issues = faults.map(({ path, message }) => ({ path, message }));
  return new ProblemError('invalid_request', faults[0]?.message ?? 'The values are invalid.', { issues });
}

type Outcome =
  | { readonly kind: 'saved' | 'unknown' | 'no_group' }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

function assertSaved(outcome: Outcome): void {
  if (outcome.kind === 'unknown') throw notFound('assignment');
  if (outcome.kind === 'faulty') throw faulty(outcome.faults);
  if (outcome.kind !== 'no_group') return;
  throw new ProblemError('no_group_assignment', 'No assigned group has this person, so none can take over.');
}

const listAssignable: Handler<typeof routes.listAssignableUsers> = async ({ params, query }, context) => {
  const { search, limit } = query;
  const found = await context.services.outbound.queries.listAssignable(placeOf(context, params.application), {
    search,
    after: decodeCursor(query.cursor),
    limit: limit + 1,
  });
  if (found === undefined) throw notFound('application');
  const users = found.slice(0, limit);
  const last = found.length > limit ? users.at(-1) : undefined;
  return { users, ...(last === undefined ? {} : { next: encodeCursor(last.loginName.toLowerCase()) }) };
};

async function readAssignment(context: OrganizationContext, application: string, user: string): Promise<Assignment> {
  const found = await context.services.outbound.queries.findAssignment(placeOf(context, application), user);
  if (found === undefined) throw notFound('assignment');
  const { group, loginName, values } = found;
  return {
    source: group === undefined ? 'personal' : 'group',
    ...(group === undefined ? {} : { group: { ...group, values: toValues(group.values) } }),
    ...(loginName === undefined ? {} : { loginName }),
    values: toValues(values),
  };
}

type Held = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** As they are, for a contract whose lists are not read-only. */
function toValues(values: Held): Assignment['values'] {
  return Object.fromEntries(
    Object.entries(values).map(([target, value]) => [target, typeof value === 'object' ? [...value] : value]),
  );
}

const get: Handler<typeof routes.getAssignment> = async ({ params }, context) =>
  readAssignment(context, params.application, params.user);

interface PersonParams {
  readonly application: string;
  readonly user: string;
}

function personOf(context: OrganizationContext, { application, user }: PersonParams) {
  return { ...placeOf(context, application), userId: user, actor: context.caller.actor };
}

const assign: Handler<typeof routes.assignUser> = async ({ params, body }, context) => {
  assertSaved(await context.services.outbound.commands.assignPerson(personOf(context, params), body));
  return readAssignment(context, params.application, params.user);
};

const setValues: Handler<typeof routes.setPersonalValues> = async ({ params, body }, context) => {
  assertSaved(await context.services.outbound.commands.setPersonalValues(personOf(context, params), body));
  return readAssignment(context, params.application, params.user);
};

const convert: Handler<typeof routes.convertAssignment> = async ({ params, body }, context) => {
  assertSaved(await context.services.outbound.commands.convertAssignment(personOf(context, params), body.to));
  return readAssignment(context, params.application, params.user);
};

const listGroups: Handler<typeof routes.listGroupAssignments> = async ({ params }, context) => {
  const groups = await context.services.outbound.queries.listGroupAssignments(placeOf(context, params.application));
  if (groups === undefined) throw notFound('application');
  return { groups: groups.map((one) => ({ ...one, values: toValues(one.values) })) };
};

interface GroupParams {
  readonly application: string;
  readonly group: string;
}

function groupOf(context: OrganizationContext, { application, group }: GroupParams) {
  return { ...placeOf(context, application), groupId: group, actor: context.caller.actor };
}

const assignGroup: Handler<typeof routes.assignGroup> = async ({ params, body }, context) => {
  assertSaved(await context.services.outbound.commands.assignGroup(groupOf(context, params), body.values));
};

const unassignGroup: Handler<typeof routes.unassignGroup> = async ({ params }, context) => {
  assertSaved(await context.services.outbound.commands.unassignGroup(groupOf(context, params)));
};

const order: Handler<typeof routes.orderGroups> = async (input, context) => {
  const place = { ...placeOf(context, input.params.application), actor: context.caller.actor };
  assertSaved(await context.services.outbound.commands.orderGroups(place, input.body.groups));
  return listGroups({ params: input.params, query: {}, body: undefined }, context);
};

export const assignmentHandlers = {
  listAssignableUsers: listAssignable,
  getAssignment: get,
  assignUser: assign,
  setPersonalValues: setValues,
  convertAssignment: convert,
  listGroupAssignments: listGroups,
  assignGroup,
  unassignGroup,
  orderGroups: order,
};
