import { parseTargetPath } from './target-path.ts';
import type { AppAttribute, ApplyOn, AttributeMapping } from './profile-settings.ts';
import { userNameFormats, type UserNameFormat } from './user-name-format.ts';

/** An entry of the catalog: everything about a kind of application that is not a setting of one. */
export interface ApplicationTemplate {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The id of a client profile of `@lockstep/scim-client`. */
  readonly clientProfile: string;
  readonly userNameFormat: UserNameFormat;
  /** Of the format `custom`. */
  readonly userNameExpression?: string;
  readonly userNameApplyOn: ApplyOn;
  readonly attributes: readonly AppAttribute[];
  /** `userName` and `active` are not mapped: the format makes the one, the assignment the other. */
  readonly mappings: readonly AttributeMapping[];
  /** The application refuses to change a login name, so the engine does not try. */
  readonly userNameImmutable: boolean;
}

/** Paths that the engine sets itself. */
const reserved = new Set(['userName', 'active', 'id', 'schemas', 'meta']);

/** What is wrong with a template, in plain words; empty when nothing is. */
export function checkTemplate(template: ApplicationTemplate): string[] {
  const faults: string[] = [];
  if (!/^[a-z0-9][a-z0-9.-]{0,62}$/.test(template.id))
    faults.push(`The id “${template.id}” is not of lower-case letters, digits, dots and hyphens.`);
  if (template.name.trim() === '') faults.push('The name is empty.');
  if (!userNameFormats.includes(template.userNameFormat)) {
    faults.push(`There is no username format “${template.userNameFormat}”.`);
  }
  const seen = new Set<string>();
  for (const { target } of template.mappings) {
    const path = parseTargetPath(target);
    if (path === undefined) faults.push(`“${target}” is not a path.`);
    else if (reserved.has(path.attribute)) faults.push(`“${target}” cannot be mapped.`);
    if (seen.has(target)) faults.push(`“${target}” is mapped twice.`);
    seen.add(target);
    if (!template.attributes.some((one) => one.target === target))
      faults.push(`“${target}” is not among the attributes.`);
  }
  return faults;
}

/** Every path of the application's user that the engine looks after. */
export function managedTargets(template: ApplicationTemplate): string[] {
  return ['userName', 'active', ...template.mappings.map(({ target }) => target)];
}
