import type { ApplicationTemplate, TemplateFeature } from '@lockstep/provisioning';
import type { ApplicationRow } from './application-rows.ts';
import type { ApplicationEdit } from './application-view.ts';

/** What a template says of every application made from it; the console explains it. */
export interface TemplateLimits {
  /** The name of the template. */
  readonly template: string;
  /** What it is known not to offer. */
  readonly lacks: readonly TemplateFeature[];
  readonly loginNameImmutable: boolean;
  readonly tombstones: boolean;
  readonly deactivationDeletes: boolean;
}

export function limitsOf({ name, lacks, userNameImmutable, constraints = {} }: ApplicationTemplate): TemplateLimits {
  const { tombstones = false, deactivationDeletes = false } = constraints;
  return { template: name, lacks, loginNameImmutable: userNameImmutable, tombstones, deactivationDeletes };
}

/** Something that the template says the application does not have. */
export interface NotOffered {
  readonly kind: 'not_offered';
  /** The name of the template. */
  readonly name: string;
  readonly feature: TemplateFeature;
  /** The setting that asks for it, by its path in the edit. */
  readonly path: string;
}

const switches = [
  ['createUsers', 'create_users', 'create-users'],
  ['updateUserAttributes', 'update_user_attributes', 'update-user-attributes'],
  ['deactivateUsers', 'deactivate_users', 'deactivate-users'],
  ['pushGroups', 'push_groups', 'groups'],
] as const;

const endEvents = [
  ['unassign', 'on_unassign'],
  ['deactivate', 'on_deactivate'],
  ['suspend', 'on_suspend'],
  ['delete', 'on_delete'],
] as const;

/** The first setting of an edit that asks for what the application does not have. What is so already can stay. */
export function notOfferedBy(
  { name, lacks }: ApplicationTemplate,
  row: ApplicationRow,
  { lifecycle = {}, ...edit }: ApplicationEdit,
): NotOffered | undefined {
  for (const [path, column, feature] of switches) {
    if (edit[path] === true && !row[column] && lacks.includes(feature)) {
      return { kind: 'not_offered', name, feature, path };
    }
  }
  if (!lacks.includes('delete-users')) return undefined;
  const deleting = endEvents.find(([event, column]) => deletes(lifecycle[event]) && lifecycle[event] !== row[column]);
  if (deleting === undefined) return undefined;
  return { kind: 'not_offered', name, feature: 'delete-users', path: `lifecycle.${deleting[0]}` };
}

function deletes(ending: string | undefined): boolean {
  return ending === 'delete' || ending === 'delete-later';
}
