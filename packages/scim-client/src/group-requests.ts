import { isJsonObject, type JsonObject, type JsonValue } from '@lockstep/scim';
import type { ClientProfile, GroupStyle } from './client-profile.ts';
import type { SearchQuery } from './scim-client.ts';

/** An account in a group: its id at the target, and how a person would know it. */
export interface GroupMember {
  readonly remoteId: string;
  readonly display: string;
}

/** Members to come and to go. */
export interface MemberChanges {
  readonly add: readonly GroupMember[];
  /** Ids at the target. */
  readonly remove: readonly string[];
}

/** The lookup of a group by its name. */
export function groupLookup({ groups, lookupPage }: ClientProfile, filter: string): SearchQuery {
  return { ...withoutMembers(groups), filter, ...lookupPage };
}

/** What is asked of a group whose members nobody needs. */
export function withoutMembers({ leavesMembersOut }: GroupStyle): { readonly excludedAttributes?: readonly string[] } {
  return leavesMembersOut ? { excludedAttributes: ['members'] } : {};
}

/** A new group, without members: they follow in requests of their own, where one that is refused stops no other. */
export function groupBody(style: GroupStyle, displayName: string, externalId: string): JsonObject {
  const { schemas, extra } = style;
  return { schemas: [...schemas], ...(style.externalId ? { externalId } : {}), displayName, ...extra };
}

/** The group of an answer with another name and other members, to be sent whole. */
export function wholeGroup(
  style: GroupStyle,
  held: JsonObject,
  next: { readonly displayName: string; readonly changes: MemberChanges },
): JsonObject {
  const { add, remove } = next.changes;
  const gone = new Set(remove);
  const kept = memberElements(held).filter(({ value }) => typeof value !== 'string' || !gone.has(value));
  const members = [...kept, ...add.map((member) => memberElement(style, member))];
  return { ...held, displayName: next.displayName, members };
}

/** The operation that renames a group. */
export function renameOperation({ groups, patch }: ClientProfile, id: string, displayName: string): JsonObject {
  const op = patch.capitalOps ? 'Replace' : 'replace';
  if (groups.rename === 'path') return { op, path: 'displayName', value: displayName };
  return { op, value: groups.rename === 'object' ? { displayName } : { id, displayName } };
}

/** Removals first, then one operation for all additions. */
export function memberOperations({ groups, patch }: ClientProfile, { add, remove }: MemberChanges): JsonObject[] {
  const [addOp, removeOp] = patch.capitalOps ? ['Add', 'Remove'] : ['add', 'remove'];
  const removed: JsonObject[] =
    groups.removal === 'filtered-path'
      ? remove.map((id) => ({ op: removeOp, path: `members[value eq ${JSON.stringify(id)}]` }))
      : [{ op: removeOp, path: 'members', value: remove.map((id) => withRef(groups, { value: id })) }];
  const added = { op: addOp, path: 'members', value: add.map((member) => memberElement(groups, member)) };
  return [...(remove.length === 0 ? [] : removed), ...(add.length === 0 ? [] : [added])];
}

/** The operation that makes the members exactly these. */
export function replaceMembersOperation(profile: ClientProfile, members: readonly GroupMember[]): JsonObject {
  const op = profile.patch.capitalOps ? 'Replace' : 'replace';
  return { op, path: 'members', value: members.map((member) => memberElement(profile.groups, member)) };
}

/** The ids of a group's members; absent members are none (RFC 7643 §2.5). */
export function memberIds(group: JsonObject): string[] {
  return memberElements(group).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

function memberElements({ members }: JsonObject): JsonObject[] {
  return Array.isArray(members) ? members.filter(isJsonObject) : [];
}

function memberElement(style: GroupStyle, { remoteId, display }: GroupMember): JsonObject {
  return style.member === 'value-and-display' ? { value: remoteId, display } : withRef(style, { value: remoteId });
}

function withRef({ member }: GroupStyle, element: Record<string, JsonValue>): JsonObject {
  return member === 'null-ref-and-value' ? { $ref: null, ...element } : element;
}
