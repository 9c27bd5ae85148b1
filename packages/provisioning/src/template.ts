import type { AppAttribute, ApplyOn, AttributeMapping } from './profile-settings.ts';
import type { UserNameFormat } from './user-name-format.ts';

/** What an application offers, as its documentation says; what is not written there is not listed. */
export type TemplateFeature =
  | 'create-users'
  | 'update-user-attributes'
  | 'deactivate-users'
  | 'reactivate-users'
  | 'delete-users'
  | 'groups'
  | 'rename-groups'
  | 'import-users';

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
  readonly constraints?: TemplateConstraints;
  /** What it is known not to offer: nothing of the kind is sent, and nobody can ask for it. */
  readonly lacks: readonly TemplateFeature[];
}

/** What an application is known to refuse or to do otherwise; checked before anything is sent, and explained. */
export interface TemplateConstraints {
  /** An account that was deleted at the application is never made again by itself: a person is asked. */
  readonly tombstones?: boolean;
  /** Characters (Unicode code points) of a login name at most. */
  readonly userNameMaxLength?: number;
  /** There is no inactive state: an account that is deactivated is deleted. */
  readonly deactivationDeletes?: boolean;
}

/** Every path of the application's user that the engine may look after: what is mapped, and what assignments may set. */
export function managedTargets({ attributes, mappings }: ApplicationTemplate): string[] {
  const known = [...mappings, ...attributes].map(({ target }) => target);
  return ['userName', 'active', ...new Set(known)];
}
