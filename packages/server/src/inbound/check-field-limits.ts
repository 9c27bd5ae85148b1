import { isJsonArray, isJsonObject, ScimError, type JsonObject, type JsonValue } from '@lockstep/scim';
import { columnLengths } from '../directory/import/user-columns.ts';
import { textFieldOf, textFields } from '../directory/users/profile-fields.ts';
import type { Policy } from './policy.ts';

type Column = keyof typeof columnLengths;

interface Field {
  /** As the request calls it. */
  readonly path: string;
  readonly column: Column;
  readonly of: (resource: JsonObject) => JsonValue | undefined;
}

const partOfName = (part: string) => (resource: JsonObject) =>
  isJsonObject(resource['name']) ? resource['name'][part] : undefined;

/** The longest of the addresses. */
function longestEmail({ emails }: JsonObject): string | undefined {
  const values = isJsonArray(emails) ? emails.map((one) => (isJsonObject(one) ? one['value'] : undefined)) : [];
  return values.filter((value) => typeof value === 'string').reduce((a, b) => (b.length > a.length ? b : a), '');
}

/** The fields of the cybozu.com User API that have limits, where SCIM has them. */
const fields: readonly Field[] = [
  { path: 'userName', column: 'loginName', of: ({ userName }) => userName },
  { path: 'displayName', column: 'displayName', of: ({ displayName }) => displayName },
  { path: 'name.familyName', column: 'surname', of: partOfName('familyName') },
  { path: 'name.givenName', column: 'givenName', of: partOfName('givenName') },
  { path: 'emails.value', column: 'email', of: longestEmail },
  ...textFields.map((column) => ({
    path: column,
    column,
    of: (resource: JsonObject) => textFieldOf(resource, column),
  })),
];

/**
 * Holds what a connection writes to the field limits of the cybozu.com User API, where its rules say so. What was longer
 * before and stays is no fault of this request.
 * @throws ScimError 400 `invalidValue` that names the first field and its limit
 */
export function checkFieldLimits({ fieldLimits }: Policy, before: JsonObject, after: JsonObject): JsonObject {
  if (fieldLimits === 'none' || after === before) return after;
  for (const { path, column, of } of fields) {
    const [value, most] = [of(after), columnLengths[column]];
    if (typeof value !== 'string' || most === undefined || value.length <= most || value === of(before)) continue;
    throw ScimError.invalidValue(`"${path}" has ${value.length} characters. cybozu.com takes ${most} at most.`);
  }
  return after;
}
