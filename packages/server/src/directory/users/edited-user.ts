import type { JsonObject } from '@lockstep/scim';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import { digestSecrets } from '../custom-types/digest-secrets.ts';
import { withExtensions, type ExtensionValues } from '../custom-types/extension-values.ts';
import { withProfile, type Profile } from './profile.ts';

/** What a person, or a row of a file, says of a user. */
export interface UserEdit {
  readonly profile: Profile;
  readonly extensions?: ExtensionValues | undefined;
}

/** By what the values are held: the organization's definitions, and the key of the digests of write-only values. */
export interface EditedBy {
  readonly types: OrganizationTypes;
  readonly secretsKey: Buffer;
}

/**
 * The attributes of a user after an edit, as they may be stored under the id; the very object where nothing differs.
 * @throws ExtensionError
 */
export function editedUser(
  { id, resource }: { readonly id: string; readonly resource: JsonObject },
  { profile, extensions = {} }: UserEdit,
  { types, secretsKey }: EditedBy,
): JsonObject {
  const after = withExtensions(types.user, withProfile(resource, profile), extensions);
  return types.version === 0 ? after : digestSecrets(types.user, resource, after, { key: secretsKey, resourceId: id });
}
