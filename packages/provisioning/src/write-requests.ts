import type { JsonObject, JsonValue } from '@lockstep/scim';
import { toResource, withValue, type AppValue } from './app-profile.ts';
import type { ProfileChange } from './diff-profile.ts';
import { targetPath } from './target-path.ts';

/** The dialect of PATCH, as client profiles of `@lockstep/scim-client` say it; see there. */
export interface PatchDialect {
  readonly merge: 'none' | 'object' | 'dotted';
  readonly capitalOps: boolean;
  readonly booleansAsText: boolean;
  readonly newElement: 'whole' | 'filtered-path';
}

/**
 * The operations of a PATCH that makes the changes (RFC 7644 §3.5.2). What is cleared always needs its path; what has
 * a value is merged as the dialect has it.
 */
export function patchOperations(changes: readonly ProfileChange[], dialect: PatchDialect): JsonObject[] {
  const merged = changes.filter((change) => canMerge(change, dialect));
  // one value alone is clearer with its path, where the dialect knows paths at all
  if (merged.length === 0 || (dialect.merge === 'dotted' && merged.length === 1)) {
    return changes.map((change) => operation(change, dialect));
  }
  const single = changes.filter((change) => !merged.includes(change));
  const value = dialect.merge === 'object' ? nested(merged) : dotted(merged, dialect);
  return [
    ...(dialect.merge === 'object' ? [] : single.map((change) => operation(change, dialect))),
    { op: opName('replace', dialect), value },
    ...(dialect.merge === 'object' ? single.map((change) => operation(change, dialect)) : []),
  ];
}

function canMerge({ target, after }: ProfileChange, { merge }: PatchDialect): boolean {
  if (after === undefined || merge === 'none') return false;
  return merge === 'object' || targetPath(target).type === undefined;
}

function nested(changes: readonly ProfileChange[]): JsonObject {
  const { schemas: _schemas, ...value } = toResource(
    Object.fromEntries(changes.flatMap(({ target, after }) => (after === undefined ? [] : [[target, after] as const]))),
  );
  return value;
}

function dotted(changes: readonly ProfileChange[], dialect: PatchDialect): JsonObject {
  return Object.fromEntries(
    changes.flatMap(({ target, after }) => (after === undefined ? [] : [[target, written(after, dialect)] as const])),
  );
}

function operation({ target, before, after }: ProfileChange, dialect: PatchDialect): JsonObject {
  const path = targetPath(target);
  if (after === undefined) {
    // without its address an e-mail is nothing: the whole element goes
    const gone = path.type === undefined ? target : `${path.attribute}[type eq "${path.type}"]`;
    return { op: opName('remove', dialect), path: gone };
  }
  // a filter that matches nothing is an error to a replace (§3.5.2.3), so a new element is added
  if (path.type !== undefined && path.subAttribute !== undefined && before === undefined) {
    if (dialect.newElement === 'filtered-path') return { op: opName('add', dialect), path: target, value: after };
    const element = { [path.subAttribute]: after, type: path.type, primary: true };
    return { op: opName('add', dialect), path: path.attribute, value: [element] };
  }
  // to add to a list would keep what it holds besides; to replace what is not there is to add it (§3.5.2.3)
  const op = before === undefined && typeof after !== 'object' ? 'add' : 'replace';
  return { op: opName(op, dialect), path: target, value: written(after, dialect) };
}

function opName(op: 'add' | 'replace' | 'remove', { capitalOps }: PatchDialect): string {
  return capitalOps ? op.charAt(0).toUpperCase() + op.slice(1) : op;
}

function written(value: AppValue, { booleansAsText }: PatchDialect): JsonValue {
  if (typeof value !== 'boolean' || !booleansAsText) return value;
  return value ? 'True' : 'False';
}

/** The body of a PUT that makes the changes and keeps everything else that the account holds. */
export function replaceBody(account: JsonObject, changes: readonly ProfileChange[]): JsonObject {
  let body = account;
  for (const { target, after } of changes) body = withValue(body, target, after);
  return body;
}
