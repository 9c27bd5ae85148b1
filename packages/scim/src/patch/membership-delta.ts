import type { CheckedFilter } from '../filter/checked-filter.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { PatchOperation } from './patch-operation.ts';

/** A member as the client gave it; `value` is the member's id. */
export interface Member extends JsonObject {
  readonly value: string;
}

/** What a PATCH does to a group's members, without looking at the members it has. */
export interface MembershipDelta {
  /** `empty`: all present members go first, so that `add` is the whole membership afterwards. */
  readonly base: 'current' | 'empty';
  /** Members that belong to the group afterwards, each id once; adding one that is there is no change. */
  readonly add: readonly Member[];
  /** Ids that do not belong to the group afterwards; removing one that is absent is no change. Empty with base `empty`. */
  readonly remove: readonly string[];
  /** All operations on other attributes, in order. */
  readonly rest: readonly PatchOperation[];
}

/**
 * Sums up the member operations of a parsed PATCH, so that a large group need not be loaded.
 * `undefined` when they cannot be told without the members, e.g. `members[type eq "User"]` or a change of a
 * sub-attribute: then use `applyPatch` on the whole group.
 */
export function membershipDelta(operations: readonly PatchOperation[]): MembershipDelta | undefined {
  const sum = new MembershipSum();
  const rest: PatchOperation[] = [];
  for (const operation of operations) {
    if (operation.attribute.path !== 'members') rest.push(operation);
    else if (!sum.take(operation)) return undefined;
  }
  return { base: sum.base, add: [...sum.add.values()], remove: [...sum.remove], rest };
}

class MembershipSum {
  base: 'current' | 'empty' = 'current';
  readonly add = new Map<string, Member>();
  readonly remove = new Set<string>();

  /** Whether the operation could be told. */
  take(operation: PatchOperation): boolean {
    if (operation.subAttribute !== undefined) return false;
    if (operation.filter !== undefined) return this.#takeSelected(operation.verb, operation.filter);
    const members = membersOf(operation.value);
    if (operation.verb === 'add') return this.#addAll(members);
    if (operation.verb === 'remove' && operation.value !== undefined) return this.#removeAll(members);
    this.#clear();
    return this.#addAll(members);
  }

  #takeSelected(verb: PatchOperation['verb'], filter: CheckedFilter): boolean {
    const ids = verb === 'remove' ? idsOf(filter) : undefined;
    if (ids === undefined) return false;
    for (const id of ids) this.#removeOne(id);
    return true;
  }

  #addAll(members: readonly Member[] | undefined): boolean {
    if (members === undefined) return false;
    for (const member of members) {
      this.remove.delete(member.value);
      this.add.set(member.value, member);
    }
    return true;
  }

  #removeAll(members: readonly Member[] | undefined): boolean {
    if (members === undefined) return false;
    for (const member of members) this.#removeOne(member.value);
    return true;
  }

  #removeOne(id: string): void {
    this.add.delete(id);
    if (this.base === 'current') this.remove.add(id);
  }

  #clear(): void {
    this.base = 'empty';
    this.add.clear();
    this.remove.clear();
  }
}

/** `undefined` when an element has no id. */
function membersOf(value: JsonValue | undefined): readonly Member[] | undefined {
  const list = value === undefined ? [] : isJsonArray(value) ? value : [value];
  return list.every(isMember) ? list : undefined;
}

function isMember(value: JsonValue): value is Member {
  return isJsonObject(value) && typeof value['value'] === 'string';
}

/** The ids that `value eq "a"`, also joined by `or`, selects. */
function idsOf(filter: CheckedFilter): readonly string[] | undefined {
  if (filter.kind === 'comparison') {
    const byId = filter.operator === 'eq' && filter.attribute.name === 'value';
    return byId && typeof filter.value === 'string' ? [filter.value] : undefined;
  }
  if (filter.kind !== 'or') return undefined;
  const ids: string[] = [];
  for (const operand of filter.operands) {
    const found = idsOf(operand);
    if (found === undefined) return undefined;
    ids.push(...found);
  }
  return ids;
}
