import type { ExtensionsBody, Group as GroupView, routes } from '@lockstep/admin-api';
import type { JsonObject } from '@lockstep/scim';
import { v7 as uuid } from 'uuid';
import type { OrganizationTypes } from '../../directory/custom-types/compile-types.ts';
import { digestSecrets } from '../../directory/custom-types/digest-secrets.ts';
import { ExtensionError } from '../../directory/custom-types/extension-fault.ts';
import { assertExtended, shownExtensions, withExtensions } from '../../directory/custom-types/extension-values.ts';
import { writeByTypes } from '../../directory/custom-types/write-by-types.ts';
import type { GroupOutcome, MemberEdit } from '../../directory/groups/group-write.ts';
import { findListedGroup, listGroups, type ListedGroup } from '../../directory/groups/list-groups.ts';
import { groupNameKey } from '../../directory/groups/stored-group.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { ownerOf } from './department-handlers.ts';
import { extensionProblem } from './extension-problem.ts';
import { notFound, ProblemError } from './problem-error.ts';

const nobody: MemberEdit = { base: 'current', add: [], remove: [] };

function present({ group, members }: ListedGroup, type: OrganizationTypes['group']): GroupView {
  const { id, displayName, externalId, createdAt, modifiedAt } = group;
  return {
    id,
    displayName,
    members,
    ...(externalId === undefined ? {} : { externalId }),
    extensions: shownExtensions(type, group.resource) as GroupView['extensions'],
    managed: externalId !== undefined,
    createdAt: createdAt.toISOString(),
    modifiedAt: modifiedAt.toISOString(),
  };
}

async function readGroup({ services, organization }: OrganizationContext, id: string): Promise<GroupView> {
  const found = isResourceId(id) ? await findListedGroup(services.database.db, organization.id, id) : undefined;
  if (found === undefined) throw notFound('group');
  return present(found, (await services.types.of(organization)).group);
}

/** The refusals that a write can meet, as problems. */
function assertWritten(outcome: GroupOutcome): void {
  if (outcome.kind === 'unknown') throw notFound('group');
  if (outcome.kind === 'refused')
    throw outcome.error instanceof ExtensionError ? extensionProblem(outcome.error) : outcome.error;
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
  const { group: type } = await services.types.of(organization);
  const { groups, total } = await listGroups(services.database.db, organization.id, {
    search,
    after,
    limit: limit + 1,
  });
  const page = groups.slice(0, limit);
  const last = groups.length > limit ? page.at(-1) : undefined;
  return {
    groups: page.map((one) => present(one, type)),
    total,
    ...(last === undefined ? {} : { next: encodeCursor(groupNameKey(last.group.displayName)) }),
  };
};

const get: Handler<typeof routes.getGroup> = async ({ params }, context) => readGroup(context, params.group);

/** The attributes of a group after an edit, as they may be stored under its id. @throws ExtensionError */
function edited(
  { id, resource }: { readonly id: string; readonly resource: JsonObject },
  { displayName, extensions = {} }: GroupEdit,
  { type, key }: { readonly type: OrganizationTypes['group']; readonly key: Buffer },
): JsonObject {
  const renamed =
    displayName === undefined || resource['displayName'] === displayName ? resource : { ...resource, displayName };
  return digestSecrets(type, resource, withExtensions(type, renamed, extensions), { key, resourceId: id });
}

interface GroupEdit {
  readonly displayName?: string | undefined;
  readonly extensions?: ExtensionsBody | undefined;
}

const create: Handler<typeof routes.createGroup> = async ({ body }, context) => {
  const { services, organization } = context;
  const id = uuid();
  const owner = { id, ...ownerOf(context) };
  const types = await services.types.of(organization);
  assertWritten(
    await writeByTypes(services.types, { ...owner, type: 'group', types }, (types) => {
      const resource = edited({ id, resource: {} }, body, { type: types.group, key: services.secretsKey });
      assertExtended(types.group, resource);
      return services.writeGroup({ kind: 'create', ...owner, types, resource, members: [] });
    }),
  );
  return readGroup(context, id);
};

const update: Handler<typeof routes.updateGroup> = async ({ params, body }, context) => {
  const { services, organization } = context;
  const id = params.group;
  if (!isResourceId(id)) throw notFound('group');
  const owner = { id, ...ownerOf(context) };
  const types = await services.types.of(organization);
  assertWritten(
    await writeByTypes(services.types, { ...owner, type: 'group', types }, (types) =>
      services.writeGroup({
        kind: 'modify',
        ...owner,
        types,
        members: nobody,
        change: (current) => edited(current, body, { type: types.group, key: services.secretsKey }),
      }),
    ),
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
