import type { JsonObject, JsonValue } from '@lockstep/scim';
import { readValue, toAppValue, type AppValue } from './app-profile.ts';
import { parseTargetPath } from './target-path.ts';

/** The organization, as expressions read it: `org.name` and `org.subDomain`. */
export interface SourceOrganization {
  readonly name: string;
  /** The part of addresses that is the organization's. */
  readonly slug: string;
}

/** A user of the directory, as mappings read it. `resource` holds its SCIM attributes (RFC 7643 §4.1). */
export interface SourceUser {
  readonly id: string;
  readonly userName: string;
  readonly resource: JsonObject;
  /** The groups that the user is in; empty where no expression asks for them. */
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** The organization of the directory; absent where no expression may ask for it. */
  readonly organization?: SourceOrganization;
  /** When all this was read, in milliseconds since the epoch: what expressions take for now. */
  readonly readAt: number;
}

/**
 * The value of an attribute that a mapping names: `id`, `userName`, `email` (the primary address, else the one for
 * work, else the first), or the path of a SCIM attribute as in `TargetPath`, such as `name.familyName`.
 * Undefined where there is none; an empty text or list counts as none.
 */
export function readAttribute(user: SourceUser, attribute: string): AppValue | undefined {
  if (attribute === 'id') return user.id;
  if (attribute === 'email') return toAppValue(mainEmailOf(user.resource));
  const path = parseTargetPath(attribute);
  return path === undefined ? undefined : readValue(user.resource, path);
}

/** The primary address, else the one for work, else the first. */
export function mainEmailOf(resource: JsonObject): JsonValue | undefined {
  const emails = resource['emails'];
  if (!Array.isArray(emails)) return undefined;
  const elements = emails as readonly { readonly [name: string]: JsonValue }[];
  const main =
    elements.find((email) => email['primary'] === true) ??
    elements.find((email) => email['type'] === 'work') ??
    elements[0];
  return main?.['value'];
}
