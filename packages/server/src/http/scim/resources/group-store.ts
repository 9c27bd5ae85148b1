import {
  applyPatch,
  checkReplace,
  jsonEquals,
  membershipDelta,
  ScimError,
  type JsonObject,
  type MembershipDelta,
  type ResourceTypeDefinition,
} from '@lockstep/scim';
import { findGroup, findGroupsByIds } from '../../../directory/groups/find-groups.ts';
import type { OrganizationTypes } from '../../../directory/custom-types/compile-types.ts';
import { digestSecrets } from '../../../directory/custom-types/digest-secrets.ts';
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

type Ordered = Pick<GroupWrite, 'organizationId' | 'id' | 'actor' | 'types'>;

/** By what groups of an organization are made. */
interface Making {
  readonly types: OrganizationTypes;
  readonly type: ResourceTypeDefinition;
  /** Digests write-only values of extensions. */
  readonly key: Buffer;
}

/** The attributes as they may be stored: the very object that is held when nothing differs. */
function storable({ type, key }: Making, current: StoredGroup, attributes: JsonObject): JsonObject {
  const digested = digestSecrets(type, current.resource, attributes, { key, resourceId: current.id });
  return keepEqual(current, digested);
}

interface Patching {
  readonly patch: Patch;
  readonly made: Making;
}

/** A PATCH that needs the members themselves, for instance `members[display sw "A"]`. */
function rewrite(context: ScimContext, ordered: Ordered, { patch, made }: Patching): GroupWrite {
  const { operations, check } = patch;
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
    const after = splitMembers(applyPatch(made.type, whole, operations, dialect.tolerances).resource);
    const edit: MemberEdit = { base: 'empty', add: after.members, remove: [] };
    return { resource: storable(made, current, after.attributes), members: edit };
  };
  return { kind: 'rewrite', ...ordered, change };
}

function patchWrite(context: ScimContext, ordered: Ordered, { patch, made }: Patching): GroupWrite {
  const delta = membershipDelta(patch.operations);
  if (delta === undefined) return rewrite(context, ordered, { patch, made });
  const { tolerances } = context.dialect;
  const change = (current: StoredGroup): JsonObject => {
    patch.check(toResource(current));
    return storable(made, current, applyPatch(made.type, current.resource, delta.rest, tolerances).resource);
  };
  return { kind: 'modify', ...ordered, members: toEdit(delta), change };
}

function creationOf(context: ScimContext, { id, attributes: given }: Creation, made: Making): CreateGroup {
  const { attributes, members } = splitMembers(given);
  const resource = digestSecrets(made.type, {}, attributes, { key: made.key, resourceId: id });
  return { kind: 'create', ...orderedBy(context, id, made.types), resource, members };
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
export function createGroupStore(
  { database, writeGroup, secretsKey }: Services,
  types: OrganizationTypes,
): ResourceStore {
  const type = types.group;
  const made: Making = { types, type, key: secretsKey };

  async function write(context: ScimContext, order: GroupWrite): Promise<StoredGroup | undefined> {
    return writtenGroup(database.db, context, await writeGroup(order));
  }

  async function complete(context: ScimContext, group: StoredGroup | undefined, shown: Shown) {
    if (group === undefined) return undefined;
    const [completed] = await withMembers(database.db, context, [group], { type, shown });
    return toResource(group, completed?.members);
  }

  return {
    type,
    async create(context, creation, shown) {
      if (ignoresGroups(context)) return passedOver(creation.id, creation.attributes);
      const created = await complete(context, await write(context, creationOf(context, creation, made)), shown);
      if (created === undefined) throw new TypeError('A created group is unknown.');
      return created;
    },
    orderCreation: (context, creation) => ({ kind: 'group', write: creationOf(context, creation, made) }),
    async find(context, id, shown) {
      if (!provisionsGroups(context)) return undefined;
      return complete(context, await findGroup(database.db, context.organization.id, id), shown);
    },
    table(context) {
      const { organization, baseUrl } = context;
      return provisionsGroups(context) ? groupsTable({ organizationId: organization.id, baseUrl }, type) : undefined;
    },
    async load(context, snapshot, { ids, shown }) {
      const groups = inOrder(ids, await findGroupsByIds(snapshot, context.organization.id, ids));
      const page = await withMembers(snapshot, context, groups, { type, shown });
      return page.map(({ group, members }) => toResource(group, members));
    },
    async replace(context, id, { body, check, shown }) {
      // members follow from the body alone; only extensions may be bound by what is there now
      const checked = checkReplace(type, body, {}, readingResource(context));
      if (ignoresGroups(context)) return passedOver(id, checked.resource);
      const ordered = orderedBy(context, id, types);
      const { attributes, members } = splitMembers(checked.resource);
      const change = (current: StoredGroup): JsonObject => {
        check(toResource(current));
        if (type.extensions.length === 0) return keepEqual(current, attributes);
        const whole = checkReplace(type, body, current.resource, readingResource(context)).resource;
        return storable(made, current, splitMembers(whole).attributes);
      };
      const edit: MemberEdit = { base: 'empty', add: members, remove: [] };
      if (!isResourceId(id)) return undefined;
      return complete(context, await write(context, { kind: 'modify', ...ordered, members: edit, change }), shown);
    },
    async patch(context, id, patch) {
      if (ignoresGroups(context)) return passedOver(id, {});
      const ordered = orderedBy(context, id, types);
      if (!isResourceId(id)) return undefined;
      return complete(context, await write(context, patchWrite(context, ordered, { patch, made })), patch.shown);
    },
    async remove(context, id, check) {
      if (ignoresGroups(context)) return true;
      const ordered = orderedBy(context, id, types);
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
function orderedBy(context: ScimContext, id: string, types: OrganizationTypes): Ordered {
  if (provisionsGroups(context)) return { organizationId: context.organization.id, id, actor: context.actor, types };
  throw ScimError.forbidden(
    'Groups are not provisioned over this connection. It takes users only; groups are kept by an administrator here.',
  );
}
