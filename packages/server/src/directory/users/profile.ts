import type { JsonObject, JsonValue } from '@lockstep/scim';
import { withFields, type ProfileFields } from './profile-fields.ts';
import { columnsOf } from './stored-user.ts';
import { withAvailableServices } from '../services/services.ts';

/** A person in the console's words; an empty string or list clears, an absent member leaves alone. */
export interface Profile extends ProfileFields {
  readonly loginName?: string | undefined;
  readonly displayName?: string | undefined;
  readonly surname?: string | undefined;
  readonly givenName?: string | undefined;
  readonly email?: string | undefined;
  readonly active?: boolean | undefined;
  readonly availableServices?: readonly string[] | undefined;
}

type Email = { readonly [key: string]: JsonValue };

function emailsOf(resource: JsonObject): Email[] {
  const emails = resource['emails'];
  return Array.isArray(emails) ? (emails as Email[]) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The address that the console shows: the primary one, else the one for work, else the first. */
function mainEmail(emails: readonly Email[]): Email | undefined {
  return emails.find((one) => one['primary'] === true) ?? emails.find((one) => one['type'] === 'work') ?? emails[0];
}

/** The address that the console shows, or an empty string. */
export function emailOf(resource: JsonObject): string {
  return textOf(mainEmail(emailsOf(resource))?.['value']);
}

/** A part of `name`, or an empty string. */
export function nameOf(resource: JsonObject, part: 'familyName' | 'givenName'): string {
  const name = resource['name'] as JsonObject | undefined;
  return textOf(name?.[part]);
}

function withEmail(resource: JsonObject, address: string): JsonValue {
  const emails = emailsOf(resource);
  const shown = mainEmail(emails);
  if (address === '') return emails.filter((one) => one !== shown);
  if (shown === undefined) return [{ value: address, type: 'work', primary: true }];
  return emails.map((one) => (one === shown ? { ...one, value: address } : one));
}

function withName(resource: JsonObject, profile: Profile): JsonValue {
  const name: Record<string, JsonValue> = { ...(resource['name'] as JsonObject | undefined) };
  for (const [part, text] of [
    ['familyName', profile.surname],
    ['givenName', profile.givenName],
  ] as const) {
    if (text === '') delete name[part];
    else if (text !== undefined) name[part] = text;
  }
  // a composed name that no longer matches its parts would be a lie
  if (profile.surname !== undefined || profile.givenName !== undefined) delete name['formatted'];
  return name;
}

/** The SCIM attributes after a person's edit; the same object when the edit changes nothing. */
export function withProfile(resource: JsonObject, profile: Profile): JsonObject {
  const edited = withFields(withAttributes(resource, profile), profile);
  const { availableServices } = profile;
  return availableServices === undefined ? edited : withAvailableServices(edited, availableServices);
}

function differs(wanted: string | undefined, held: string): boolean {
  return wanted !== undefined && wanted !== held;
}

/** What a user is shown with although the attributes do not say it; to be told just that is no edit. */
function shownUnsaid(resource: JsonObject): { readonly displayName?: string; readonly active?: boolean } {
  if (resource['userName'] === undefined) return {};
  const { displayName, active } = columnsOf(resource);
  return {
    ...(resource['displayName'] === undefined ? { displayName } : {}),
    ...(resource['active'] === undefined ? { active } : {}),
  };
}

function withAttributes(resource: JsonObject, profile: Profile): JsonObject {
  const edited: Record<string, JsonValue> = {};
  if (profile.loginName !== undefined) edited['userName'] = profile.loginName;
  const shown = shownUnsaid(resource);
  if (profile.displayName !== undefined && profile.displayName !== shown.displayName)
    edited['displayName'] = profile.displayName;
  if (profile.active !== undefined && profile.active !== shown.active) edited['active'] = profile.active;
  if (
    differs(profile.surname, nameOf(resource, 'familyName')) ||
    differs(profile.givenName, nameOf(resource, 'givenName'))
  )
    edited['name'] = withName(resource, profile);
  if (differs(profile.email, emailOf(resource))) edited['emails'] = withEmail(resource, profile.email ?? '');
  const different = Object.entries(edited).some(
    ([key, value]) => JSON.stringify(resource[key]) !== JSON.stringify(value),
  );
  if (!different) return resource;
  const merged = { ...resource, ...edited };
  // RFC 7643 §2.5: an empty multi-valued or complex attribute is an absent one
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
