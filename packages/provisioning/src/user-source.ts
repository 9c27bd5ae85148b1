import type { JsonObject, JsonValue } from '@lockstep/scim';
import { readValue, toAppValue, type AppProfile, type AppValue } from './app-profile.ts';
import { parseTargetPath } from './target-path.ts';

/** The organization, as expressions read it: `org.name` and `org.subDomain`. */
export interface SourceOrganization {
  readonly name: string;
  /** The part of addresses that is the organization's. */
  readonly slug: string;
}

/** An application, as expressions read it: `app.name` and `zendesk_app.domain`. */
export interface SourceApplication {
  readonly name: string;
  readonly baseUrl: string;
}

/** What expressions may read of one application by its name in them: `zendesk.userName`. */
export interface SourceAccount extends SourceApplication {
  /** As expressions name it; see `referenceOf`. */
  readonly reference: string;
  /** What was last applied to the user's account there; absent where there is none. */
  readonly applied?: AppProfile;
  /** The same of the user's manager. */
  readonly managerApplied?: AppProfile;
}

/** The user whom the directory names as the manager. */
export type SourceManager = Pick<SourceUser, 'id' | 'userName' | 'resource'>;

/** A user of the directory, as mappings read it. `resource` holds its SCIM attributes (RFC 7643 §4.1). */
export interface SourceUser {
  readonly id: string;
  readonly userName: string;
  readonly resource: JsonObject;
  /** The groups that the user is in; empty where no expression asks for them. */
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** The organization of the directory; absent where no expression may ask for it. */
  readonly organization?: SourceOrganization;
  /** The application that the expressions are for; absent where none may ask for it. */
  readonly application?: SourceApplication;
  /** Absent where there is none, and where no expression asks for it. */
  readonly manager?: SourceManager;
  /** The applications that expressions name. */
  readonly accounts?: readonly SourceAccount[];
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
