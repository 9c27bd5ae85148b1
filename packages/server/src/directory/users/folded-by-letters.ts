import {
  enterpriseUserSchema,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type ResourceAttribute,
  type ResourceTypeDefinition,
} from '@lockstep/scim';

/** The attributes whose texts must stay as they are or mean an instant; true: itself, else some of its parts. */
type Unfoldable = ReadonlyMap<string, true | Unfoldable>;

const known = new WeakMap<ResourceTypeDefinition, Unfoldable>();

function unfoldableOf(attributes: readonly ResourceAttribute[]): Unfoldable {
  const found = new Map<string, true | Unfoldable>();
  for (const { name, definition, subAttributes } of attributes) {
    // a column of its own answers for it
    if (name === 'externalId') continue;
    const { type, caseExact } = definition;
    if (type === 'complex') {
      const parts = unfoldableOf(subAttributes.all);
      if (parts.size > 0) found.set(name, parts);
    } else if (type === 'dateTime' || ((type === 'string' || type === 'reference' || type === 'binary') && caseExact)) {
      found.set(name, true);
    }
  }
  return found;
}

function unfoldableIn(type: ResourceTypeDefinition): Unfoldable {
  let found = known.get(type);
  if (found === undefined) {
    const enterprise = type.extensions.find(({ schema }) => schema.id === enterpriseUserSchema.id);
    found = new Map([
      ...unfoldableOf(type.attributes.all),
      [enterpriseUserSchema.id, unfoldableOf(enterprise?.attributes.all ?? [])],
    ]);
    known.set(type, found);
  }
  return found;
}

function holds(value: JsonValue | undefined, unfoldable: true | Unfoldable): boolean {
  if (value === undefined || unfoldable === true) return value !== undefined;
  if (isJsonArray(value)) return value.some((element) => holds(element, unfoldable));
  if (!isJsonObject(value)) return false;
  for (const [name, inner] of unfoldable) if (holds(value[name], inner)) return true;
  return false;
}

/** Whether to fold the text means to fold the letters A to Z of it, and no others. */
function onlyLettersFold(text: string): boolean {
  // "\\u" stands for signs that a search document must refuse or that need a closer look
  if (text.includes(String.raw`\u`)) return false;
  return (
    !/[^\u0000-\u007f]/.test(text) ||
    text.toLowerCase() === text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
  );
}

/**
 * Whether the search document of a user is the JSON text of the attributes with every letter from A to Z in lower case,
 * names too: then PostgreSQL can make it when it is asked for, by `lower(… collate "C")`, which knows no other letters and
 * is the same everywhere. Not so where other letters have a case, where an attribute is case exact or an instant, and
 * where there is an extension other than the enterprise user's.
 */
export function isFoldedByLetters(type: ResourceTypeDefinition, resource: JsonObject, text: string): boolean {
  for (const name in resource) if (name.includes(':') && name !== enterpriseUserSchema.id) return false;
  return onlyLettersFold(text) && !holds(resource, unfoldableIn(type));
}
