import type { JsonObject } from '@lockstep/scim';
import { toResource, withValue } from './app-profile.ts';
import type { ProfileChange } from './diff-profile.ts';
import { targetPath } from './target-path.ts';

/**
 * The operations of a PATCH that makes the changes (RFC 7644 §3.5.2), one for each. `pathless` sends what has a value
 * as one replace with a value object, as some identity providers do; what is cleared still needs its path.
 */
export function patchOperations(
  changes: readonly ProfileChange[],
  style: { readonly pathless: boolean },
): JsonObject[] {
  if (!style.pathless) return changes.map(operation);
  const set = changes.filter(({ after }) => after !== undefined);
  const operations = changes.filter(({ after }) => after === undefined).map(operation);
  if (set.length === 0) return operations;
  const { schemas: _schemas, ...value } = toResource(
    Object.fromEntries(set.flatMap(({ target, after }) => (after === undefined ? [] : [[target, after] as const]))),
  );
  return [{ op: 'replace', value }, ...operations];
}

function operation({ target, before, after }: ProfileChange): JsonObject {
  const path = targetPath(target);
  if (after === undefined) {
    // without its address an e-mail is nothing: the whole element goes
    return { op: 'remove', path: path.type === undefined ? target : `${path.attribute}[type eq "${path.type}"]` };
  }
  // a filter that matches nothing is an error to a replace (§3.5.2.3), so a new element is added
  if (path.type !== undefined && path.subAttribute !== undefined && before === undefined) {
    const element = { [path.subAttribute]: after, type: path.type, primary: true };
    return { op: 'add', path: path.attribute, value: [element] };
  }
  // to add to a list would keep what it holds besides; to replace what is not there is to add it (§3.5.2.3)
  const op = before === undefined && typeof after !== 'object' ? 'add' : 'replace';
  return { op, path: target, value: after };
}

/** The body of a PUT that makes the changes and keeps everything else that the account holds. */
export function replaceBody(account: JsonObject, changes: readonly ProfileChange[]): JsonObject {
  let body = account;
  for (const { target, after } of changes) body = withValue(body, target, after);
  return body;
}
