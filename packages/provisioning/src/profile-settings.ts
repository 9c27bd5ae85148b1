import type { AppValue } from './app-profile.ts';
import type { AttributeType } from './expressions/attribute-type.ts';
import type { UserNameFormat } from './user-name-format.ts';

/** When a value goes to the application: once, as the account is made, or whenever it changes. */
export type ApplyOn = 'create' | 'create-and-update';

/** Where a mapping takes its value from. An attribute without a mapping is never sent: *do not map*. */
export type MappingSource =
  | { readonly kind: 'attribute'; readonly attribute: string }
  | { readonly kind: 'constant'; readonly value: AppValue }
  | { readonly kind: 'expression'; readonly expression: string };

/** How one attribute of the application gets its value. `create` leaves it alone once the account exists. */
export interface AttributeMapping {
  readonly target: string;
  readonly source: MappingSource;
  readonly applyOn: ApplyOn;
}

/** An attribute of the application's profile. */
export interface AppAttribute {
  /** Where the value lives in the application's user; see `TargetPath`. What an attribute is known by. */
  readonly target: string;
  /** For people; the target where it is absent. */
  readonly label?: string;
  readonly type: AttributeType;
  /** Nothing is sent of a person who has no value for it. */
  readonly required: boolean;
  /** Whether assignments give each person a value of their own, or everybody of a group the same. */
  readonly scope: 'personal' | 'group';
  /** The elements that a list is known to take, such as services. */
  readonly values?: readonly string[];
  /** Elements that were deleted from the attribute list: they are never sent. */
  readonly withheld?: readonly string[];
}

/** How the login name of an account is made, and whether it follows later. */
export interface UserNameSettings {
  readonly format: UserNameFormat;
  /** Of the format `custom`. */
  readonly expression?: string;
  readonly applyOn: ApplyOn;
}

/** What an application says itself about its profile, in place of its template: attribute list, mappings, login name. */
export interface ProfileSettings {
  readonly attributes: readonly AppAttribute[];
  readonly mappings: readonly AttributeMapping[];
  readonly userName: UserNameSettings;
}
