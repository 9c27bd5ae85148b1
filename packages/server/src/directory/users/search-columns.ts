import {
  enterpriseUserSchema,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type ResourceTypeDefinition,
} from '@lockstep/scim';
import { inLowerCase, toSearchDocument } from '../../storage/filter-to-sql/search-document.ts';
import { isFoldedByLetters } from './folded-by-letters.ts';
import type { StoredUser } from './stored-user.ts';

/** What queries compare with, beside the columns that a user has anyway. */
export interface SearchColumns {
  /** The search document as JSON text, or null where PostgreSQL can make it of the attributes (see `userDocument`). */
  readonly search: string | null;
  /** The attribute, folded. */
  readonly displayKey: string | null;
  /** The addresses, folded: a JSON list. */
  readonly emailKeys: string;
  /** The manager's id, folded. */
  readonly managerKey: string | null;
  /** Whether the user has the attribute `active` at all. */
  readonly activeGiven: boolean;
}

function foldedText(value: unknown): string | null {
  return typeof value === 'string' ? value.toLowerCase() : null;
}

/** The values of `emails`, folded; case does not matter there (RFC 7643 §4.1.2, as this directory defines it). */
function emailKeys({ emails }: JsonObject): string[] {
  if (!isJsonArray(emails)) return [];
  return emails.flatMap((email) => (isJsonObject(email) ? (foldedText(email['value']) ?? []) : []));
}

function managerKey(resource: JsonObject): string | null {
  const enterprise = resource[enterpriseUserSchema.id];
  const manager = isJsonObject(enterprise) ? enterprise['manager'] : undefined;
  return isJsonObject(manager) ? foldedText(manager['value']) : null;
}

export function searchColumnsOf(
  type: ResourceTypeDefinition,
  { resource, text }: Pick<StoredUser, 'resource' | 'text'>,
): SearchColumns {
  const plain = isFoldedByLetters(type, resource, text ?? JSON.stringify(resource));
  return {
    search: plain ? null : JSON.stringify(toSearchDocument(type, resource, inLowerCase)),
    displayKey: foldedText(resource['displayName']),
    emailKeys: JSON.stringify(emailKeys(resource)),
    managerKey: managerKey(resource),
    activeGiven: typeof resource['active'] === 'boolean',
  };
}
