import {
  applyPatch,
  checkReplace,
  jsonEquals,
  membershipDelta,
  ScimError,
  type JsonObject,
  type MembershipDelta,
} from '@lockstep/scim';
import { findGroup, findGroupsByIds } from '../../../directory/groups/find-groups.ts';
import { groupResourceType } from '../../../directory/groups/group-type.ts';
import type {
  CreateGroup,
  GroupMember,
  GroupOutcome,
  GroupWrite,
  MemberEdit,
} from '../../../directory/groups/group-write.ts';
import { groupsTable } from '../../../directory/groups/groups-table.ts';
import type { StoredGroup } from '../../../directory/groups/stored-group.ts';
import { isResourceId } from '../../../directory/resource-id.ts';
import type { Services } from '../../services.ts';
import { ignoresGroups, provisionsGroups } from '../provisions-groups.ts';
import { readingResource } from '../reading.ts';
import type { ScimContext } from '../scim-context.ts';
import { memberIds, refuseMembers, withMembers } from './group-members.ts';
import {
  inOrder,
  type Creation,
  type Patch,
  type ResourceStore,
  type Shown,
  type StoredResource,
} from './resource-store.ts';

function toResource({ id, resource, version, createdAt, modifiedAt }: StoredGroup, members?: string): StoredResource {
  const texts = members === undefined ? {} : { texts: { members } };
  return { id, attributes: resource, version, createdAt, modifiedAt, ...texts };
}

function splitMembers(resource: JsonObject): { readonly attributes: JsonObject; readonly members: string[] } {
  const { members, ...attributes } = resource;
  return { attributes, members: memberIds(members) };
}

/** The very object that is held when nothing differs: that is how a write says so. */
function keepEqual(current: StoredGroup, attributes: JsonObject): JsonObject {
  return jsonEquals(attributes, current.resource) ? current.resource : attributes;
}

function toEdit({ base, add, remove }: MembershipDelta): MemberEdit {
  return { base, add: memberIds(add), remove: remove.filter(isResourceId) };
}

type Ordered = Pick<GroupWrite, 'organizationId' | 'id' | 'actor'>;

/** A PATCH that needs the members themselves, for instance `members[display sw "A"]`. */
function rewrite(context: ScimContext, ordered: Ordered, { operations, check }: Patch): GroupWrite {
  const { baseUrl, dialect } = context;
  const change = (
    current: StoredGroup,
    members: readonly GroupMember[],
  ): { resource: JsonObject; members: MemberEdit } => {
    check(toResource(current));
    const list = members.map(({ id, display }) => ({
      value: id,
      $ref: `${baseUrl}/Users/${id}`,
      display,
      type: 'User',
    }));
    const whole: JsonObject = list.length === 0 ? current.resource : { ...current.resource, members: list };
    const after = splitMembers(applyPatch(groupResourceType, whole, operations, dialect.tolerances).resource);
    const edit: MemberEdit = { base: 'empty', add: after.members, remove: [] };
    return { resource: keepEqual(current, after.attributes), members: edit };
  };
  return { kind: 'rewrite', ...ordered, change };
}

function patchWrite(context: ScimContext, ordered: Ordered, patch: Patch): GroupWrite {
  const delta = membershipDelta(patch.operations);
  if (delta === undefined) return rewrite(context, ordered, patch);
  const { tolerances } = context.dialect;
  const change = (current: StoredGroup): JsonObject => {
    patch.check(toResource(current));
    return applyPatch(groupResourceType, current.resource, delta.rest, tolerances).resource;
  };
  return { kind: 'modify', ...ordered, members: toEdit(delta), change };
}

function creationOf(context: ScimContext, { id, attributes: resource }: Creation): CreateGroup {
  const { attributes, members } = splitMembers(resource);
  return { kind: 'create', ...orderedBy(context, id), resource: attributes, members };
}

/** The group that a write left, or undefined when there is none; refusals are thrown. */
export async function writtenGroup(
  db: Services['database']['db'],
  context: ScimContext,
  outcome: GroupOutcome,
): Promise<StoredGroup | undefined> {
  switch (outcome.kind) {
    case 'written':
    case 'deleted':
      return outcome.group;
    case 'taken':
      throw ScimError.uniqueness(`A group with the displayName "${outcome.displayName}" exists already.`);
    case 'unknown-members':
      throw await refuseMembers(db, context, outcome.ids);
    case 'refused':
      throw outcome.error;
    case 'unknown':
      return undefined;
  }
}

/** Groups of the directory as SCIM resources. Where groups are not provisioned there are none, and none can be made. */
export function createGroupStore({ database, writeGroup }: Services): ResourceStore {
  async function write(context: ScimContext, order: GroupWrite): Promise<StoredGroup | undefined> {
    return writtenGroup(database.db, context, await writeGroup(order));
  }

  async function complete(context: ScimContext, group: StoredGroup | undefined, shown: Shown) {
    if (group === undefined) return undefined;
    const [completed] = await withMembers(database.db, context, [group], shown);
    return toResource(group, completed?.members);
  }

  return {
    type: groupResourceType,
    async create(context, creation, shown) {
      if (ignoresGroups(context)) return passedOver(creation.id, creation.attributes);
      const created = await complete(context, await write(context, creationOf(context, creation)), shown);
      if (created === undefined) throw new TypeError('A created group is unknown.');
      return created;
    },
    orderCreation: (context, creation) => ({ kind: 'group', write: creationOf(context, creation) }),
    async find(context, id, shown) {
      if (!provisionsGroups(context)) return undefined;
      return complete(context, await findGroup(database.db, context.organization.id, id), shown);
    },
    table(context) {
      const { organization, baseUrl } = context;
      return provisionsGroups(context) ? groupsTable({ organizationId: organization.id, baseUrl }) : undefined;
    },
    async load(context, snapshot, { ids, shown }) {
      const groups = inOrder(ids, await findGroupsByIds(snapshot, context.organization.id, ids));
      const page = await withMembers(snapshot, context, groups, shown);
      return page.map(({ group, members }) => toResource(group, members));
    },
    async replace(context, id, { body, check, shown }) {
      // no attribute of a group is immutable, so what is there now need not be known to check the body
      const checked = checkReplace(groupResourceType, body, {}, readingResource(context));
      if (ignoresGroups(context)) return passedOver(id, checked.resource);
      const ordered = orderedBy(context, id);
      const { attributes, members } = splitMembers(checked.resource);
      const change = (current: StoredGroup): JsonObject => {
        check(toResource(current));
        return keepEqual(current, attributes);
      };
      const edit: MemberEdit = { base: 'empty', add: members, remove: [] };
      if (!isResourceId(id)) return undefined;
      return complete(context, await write(context, { kind: 'modify', ...ordered, members: edit, change }), shown);
    },
    async patch(context, id, patch) {
      if (ignoresGroups(context)) return passedOver(id, {});
      const ordered = orderedBy(context, id);
      if (!isResourceId(id)) return undefined;
      return complete(context, await write(context, patchWrite(context, ordered, patch)), patch.shown);
    },
    async remove(context, id, check) {
      if (ignoresGroups(context)) return true;
      const ordered = orderedBy(context, id);
      if (!isResourceId(id)) return false;
      const order = {
        kind: 'delete',
        ...ordered,
        check: (current: StoredGroup) => check(toResource(current)),
      } as const;
      return (await write(context, order)) !== undefined;
    },
  };
}

/** What is answered where groups are passed over: as much as if it had been kept. */
function passedOver(id: string, { members: _left, ...attributes }: JsonObject): StoredResource {
  const now = new Date();
  return { id, attributes, version: 1, createdAt: now, modifiedAt: now };
}

/** Who writes which group; refuses where groups are not provisioned. */
function orderedBy(context: ScimContext, id: string): Ordered {
  if (provisionsGroups(context)) return { organizationId: context.organization.id, id, actor: context.actor };
  throw ScimError.forbidden(
    'Groups are not provisioned over this connection. It takes users only; groups are kept by an administrator here.',
  );
}
