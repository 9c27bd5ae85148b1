import type { Group as GroupView, routes } from '@lockstep/admin-api';
import { v7 as uuid } from 'uuid';
import type { GroupOutcome, MemberEdit } from '../../directory/groups/group-write.ts';
import { findListedGroup, listGroups, type ListedGroup } from '../../directory/groups/list-groups.ts';
import { groupNameKey } from '../../directory/groups/stored-group.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { ownerOf } from './department-handlers.ts';
import { notFound, ProblemError } from './problem-error.ts';

const nobody: MemberEdit = { base: 'current', add: [], remove: [] };

function present({ group, members }: ListedGroup): GroupView {
  const { id, displayName, externalId, createdAt, modifiedAt } = group;
  return {
    id,
    displayName,
    members,
    ...(externalId === undefined ? {} : { externalId }),
    managed: externalId !== undefined,
    createdAt: createdAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
  };
}

async function readGroup({ services, organization }: OrganizationContext, id: string): Promise<GroupView> {
  const found = isResourceId(id) ? await findListedGroup(services.database.db, organization.id, id) : undefined;
  if (found === undefined) throw notFound('group');
  return present(found);
}

/** The refusals that a write can meet, as problems. */
function assertWritten(outcome: GroupOutcome): void {
  if (outcome.kind === 'unknown') throw notFound('group');
  if (outcome.kind === 'refused') throw outcome.error;
  if (outcome.kind === 'unknown-members') {
    const message = `There is no user ${JSON.stringify(outcome.ids[0])}.`;
    throw new ProblemError('invalid_request', message, { issues: [{ path: 'add', message }] });
  }
  if (outcome.kind !== 'taken') return;
  throw new ProblemError('group_name_taken', `There is a group ${outcome.displayName} already.`, {
    issues: [{ path: 'displayName', message: 'This name is taken.', code: 'taken' }],
  });
}

const list: Handler<typeof routes.listGroups> = async ({ query }, { services, organization }) => {
  const { search, limit } = query;
  const after = decodeCursor(query.cursor);
  const { groups, total } = await listGroups(services.database.db, organization.id, {
    search,
    after,
    limit: limit + 1,
  });
  const page = groups.slice(0, limit);
  const last = groups.length > limit ? page.at(-1) : undefined;
  return {
    groups: page.map(present),
    total,
    ...(last === undefined ? {} : { next: encodeCursor(groupNameKey(last.group.displayName)) }),
  };
};

const get: Handler<typeof routes.getGroup> = async ({ params }, context) => readGroup(context, params.group);

/** Extensions are written over SCIM alone, so a group that needs one is created there. */
async function refuseNeeded({ services, organization }: OrganizationContext): Promise<void> {
  const { group } = await services.types.of(organization);
  const needed = group.extensions.find(({ required }) => required);
  if (needed === undefined) return;
  const { id } = needed.schema;
  throw new ProblemError(
    'invalid_request',
    `Groups need the extension "${id}" here, so they can be created over SCIM only.`,
  );
}

const create: Handler<typeof routes.createGroup> = async ({ body }, context) => {
  await refuseNeeded(context);
  const id = uuid();
  const resource = { displayName: body.displayName };
  assertWritten(await context.services.writeGroup({ kind: 'create', id, ...ownerOf(context), resource, members: [] }));
  return readGroup(context, id);
};

const update: Handler<typeof routes.updateGroup> = async ({ params, body }, context) => {
  const { displayName } = body;
  const id = params.group;
  if (!isResourceId(id)) throw notFound('group');
  assertWritten(
    await context.services.writeGroup({
      kind: 'modify',
      id,
      ...ownerOf(context),
      members: nobody,
      change: ({ resource }) => (resource['displayName'] === displayName ? resource : { ...resource, displayName }),
    }),
  );
  return readGroup(context, id);
};

const remove: Handler<typeof routes.deleteGroup> = async ({ params }, context) => {
  if (!isResourceId(params.group)) throw notFound('group');
  assertWritten(await context.services.writeGroup({ kind: 'delete', id: params.group, ...ownerOf(context) }));
};

const changeMembers: Handler<typeof routes.changeMembers> = async ({ params, body }, context) => {
  const id = params.group;
  if (!isResourceId(id)) throw notFound('group');
  const add = [...new Set(body.add)];
  const members = { base: 'current', add, remove: body.remove.filter((one) => !add.includes(one)) } as const;
  assertWritten(
    await context.services.writeGroup({
      kind: 'modify',
      id,
      ...ownerOf(context),
      members: { ...members, remove: members.remove.filter(isResourceId) },
      change: ({ resource }) => resource,
    }),
  );
  return readGroup(context, id);
};

export const groupHandlers = {
  listGroups: list,
  getGroup: get,
  createGroup: create,
  updateGroup: update,
  deleteGroup: remove,
  changeMembers,
};
