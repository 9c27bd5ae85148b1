import type { JsonObject, JsonValue } from '@lockstep/scim';
import { isJsonObject } from '@lockstep/scim';
import { isRemoteId } from '@lockstep/scim-client';

/** What is kept of an account that was read from an application; texts that it does not have are empty. */
export interface AccountTraits {
  readonly remoteId: string;
  readonly userName: string;
  readonly displayName: string;
  readonly surname: string;
  readonly givenName: string;
  readonly email: string;
  readonly active: boolean;
}

/** Characters that are kept of a text: what a target answers may be as long as it likes. */
const longest = 320;

/** Undefined for what is no account: without an id or a login name. */
export function traitsOf(resource: JsonObject): AccountTraits | undefined {
  const { id, active } = resource;
  const userName = textOf(resource['userName']);
  if (!isRemoteId(id) || userName === '') return undefined;
  const name = isJsonObject(resource['name']) ? resource['name'] : {};
  const [surname, givenName] = [textOf(name['familyName']), textOf(name['givenName'])];
  const displayName = textOf(resource['displayName']) || textOf(name['formatted']) || `${givenName} ${surname}`.trim();
  return {
    remoteId: id,
    userName,
    displayName,
    surname,
    givenName,
    email: emailOf(resource),
    active: active !== false,
  };
}

/** The primary address, else the first. */
function emailOf({ emails }: JsonObject): string {
  const all = Array.isArray(emails) ? emails.filter((one) => isJsonObject(one)) : [];
  return textOf((all.find((one) => one['primary'] === true) ?? all[0])?.['value']);
}

/** Without what PostgreSQL cannot hold. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.replaceAll('\0', '').slice(0, longest).trim() : '';
}
