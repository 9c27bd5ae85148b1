import type { AppProfile } from './app-profile.ts';
import type { AttributeType } from './expressions/attribute-type.ts';
import type { Value } from './expressions/value.ts';
import { parseTargetPath } from './target-path.ts';

/** An attribute of an application's profile, as far as expressions need it. */
export interface AppUserAttribute {
  readonly target: string;
  readonly type: AttributeType;
}

/**
 * What expressions call an attribute of an application: `emails[type eq "work"].value` is `emails.work.value`, and an
 * extension's `urn:…:User:department` is `department`. Undefined for what cannot be written so.
 */
export function variableOf(target: string): string | undefined {
  const path = parseTargetPath(target);
  if (path === undefined) return undefined;
  const parts = [path.attribute, path.type, path.subAttribute].filter((part) => part !== undefined);
  return parts.every((part) => /^[A-Za-z_]\w*$/.test(part)) ? parts.join('.') : undefined;
}

/** The attributes by what expressions call them, with the login name; of two of the same name the first. */
export function variablesOf<A extends { readonly target: string }>(attributes: readonly A[]): ReadonlyMap<string, A> {
  const found = new Map<string, A>();
  for (const attribute of attributes) {
    const variable = variableOf(attribute.target);
    if (variable !== undefined && !found.has(variable)) found.set(variable, attribute);
  }
  return found;
}

/** The profile of an app user, as the checker knows it. */
export function appUserSchema(attributes: readonly AppUserAttribute[]): ReadonlyMap<string, AttributeType> {
  const types = [...variablesOf(attributes)].map(([variable, { type }]) => [variable, type] as const);
  return new Map([...types, ['userName', 'string']]);
}

/** What was last applied to an account; null where it is nothing. */
export function readApplied(applied: AppProfile | undefined, variable: string): Value {
  if (applied === undefined) return null;
  const attributes = Object.keys(applied).map((target) => ({ target }));
  const target = variablesOf(attributes).get(variable)?.target;
  return target === undefined ? null : (applied[target] ?? null);
}

/** What expressions call an application: its name in addresses, with `_` for `-`. */
export function referenceOf(slug: string): string {
  return slug.replaceAll('-', '_');
}

/** The other way round. */
export function slugOf(reference: string): string {
  return reference.replaceAll('_', '-');
}

/** The names in addresses of the applications that a profile may be of: `zendesk`, and for `zendesk_app` that as well. */
export function slugsOf(reference: string): readonly string[] {
  const slug = slugOf(reference);
  return slug.endsWith('-app') ? [slug, slug.slice(0, -'-app'.length)] : [slug];
}
