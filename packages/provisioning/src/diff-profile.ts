import { sameValue, type AppProfile, type AppValue } from './app-profile.ts';
import type { ApplicationTemplate } from './template.ts';

/** One value to be changed at the target: `before` is absent where there was none, `after` where none is to be. */
export interface ProfileChange {
  readonly target: string;
  readonly before?: AppValue;
  readonly after?: AppValue;
}

/**
 * The least that turns the one profile into the other, in a stable order. Values that are applied on create only are
 * left as they are. Where the login name cannot be changed, a difference in case is none: SCIM compares userName
 * without regard to case (RFC 7643 §4.1.1).
 */
export function diffProfile(template: ApplicationTemplate, applied: AppProfile, desired: AppProfile): ProfileChange[] {
  const targets = new Set([...Object.keys(applied), ...Object.keys(desired)]);
  const followed = followedTargets(template, desired).filter((target) => targets.has(target));
  return followed.sort().flatMap((target) => {
    const before = applied[target];
    const after = desired[target];
    if (sameValue(before, after)) return [];
    if (target === 'userName' && template.userNameImmutable && sameName(before, after)) return [];
    return [{ target, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  });
}

/**
 * What is kept as it is desired. What was set on create only, or is not mapped (any more), is left as it is, unless an
 * assignment sets it.
 */
function followedTargets(
  { attributes, mappings, userNameApplyOn }: ApplicationTemplate,
  desired: AppProfile,
): string[] {
  const mapped = new Set(mappings.map(({ target }) => target));
  const assigned = attributes.filter(({ target }) => !mapped.has(target) && Object.hasOwn(desired, target));
  return [
    'active',
    ...(userNameApplyOn === 'create-and-update' ? ['userName'] : []),
    ...mappings.filter(({ applyOn }) => applyOn === 'create-and-update').map(({ target }) => target),
    ...assigned.map(({ target }) => target),
  ];
}

/** The profile after the changes. */
export function applyChanges(profile: AppProfile, changes: readonly ProfileChange[]): AppProfile {
  const values = new Map(Object.entries(profile));
  for (const { target, after } of changes) {
    if (after === undefined) values.delete(target);
    else values.set(target, after);
  }
  return Object.fromEntries(values);
}

function sameName(one: AppValue | undefined, other: AppValue | undefined): boolean {
  return String(one).toLowerCase() === String(other).toLowerCase();
}
