import {
  foldText,
  instantOf,
  isJsonArray,
  isJsonObject,
  type AttributeType,
  type JsonObject,
  type JsonValue,
  type ResourceAttribute,
  type ResourceTypeDefinition,
} from '@lockstep/scim';

type Members = Record<string, JsonValue>;

/** How a search document writes the names of attributes and schemas. */
export type Spelling = (name: string) => string;

/** As the schema does. */
export const asDefined: Spelling = (name) => name;

/** No two names differ in case alone (RFC 7643 §2.1). */
export const inLowerCase: Spelling = (name) => name.toLowerCase();

/**
 * The copy of a resource's attributes that queries compare with: text that is not case exact is folded, a dateTime is
 * its instant in milliseconds, a multi-valued attribute is a list, and there is no `null` and nothing that the schema
 * does not know. Folding happens here and not in SQL, so that both sides of a comparison are folded by the same code:
 * PostgreSQL's `lower()` depends on collation and version.
 */
export function toSearchDocument(
  type: ResourceTypeDefinition,
  attributes: JsonObject,
  spell: Spelling = asDefined,
): JsonObject {
  const document: Members = readMembers(type.attributes.all, attributes, spell);
  for (const extension of type.extensions) {
    const held = attributes[extension.schema.id];
    if (!isJsonObject(held)) continue;
    const members = readMembers(extension.attributes.all, held, spell);
    // kept when empty: `schemas` names the extension all the same
    document[spell(extension.schema.id)] = members;
  }
  return document;
}

function readMembers(attributes: readonly ResourceAttribute[], holder: JsonObject, spell: Spelling): Members {
  const members: Members = {};
  for (const attribute of attributes) {
    const value = Object.hasOwn(holder, attribute.name) ? holder[attribute.name] : undefined;
    const read = value === undefined ? undefined : readValue(attribute, value, spell);
    if (read !== undefined) members[spell(attribute.name)] = read;
  }
  return members;
}

function readValue(attribute: ResourceAttribute, value: JsonValue, spell: Spelling): JsonValue | undefined {
  if (!attribute.definition.multiValued) return isJsonArray(value) ? undefined : readOne(attribute, value, spell);
  const elements = (isJsonArray(value) ? value : [value]).flatMap(
    (element) => readOne(attribute, element, spell) ?? [],
  );
  return elements.length === 0 ? undefined : elements;
}

/** Undefined for what is not of the attribute's type: as good as absent. */
function readOne(attribute: ResourceAttribute, value: JsonValue, spell: Spelling): JsonValue | undefined {
  if (attribute.definition.type === 'complex') {
    return isJsonObject(value) ? readMembers(attribute.subAttributes.all, value, spell) : undefined;
  }
  return readSimple[attribute.definition.type](attribute, value);
}

type ReadSimple = (attribute: ResourceAttribute, value: JsonValue) => JsonValue | undefined;

const readText: ReadSimple = (attribute, value) => (typeof value === 'string' ? foldText(attribute, value) : undefined);
const readNumber: ReadSimple = (_attribute, value) => (typeof value === 'number' ? value : undefined);

const readSimple: Readonly<Record<Exclude<AttributeType, 'complex'>, ReadSimple>> = {
  string: readText,
  reference: readText,
  binary: readText,
  integer: readNumber,
  decimal: readNumber,
  boolean: (_attribute, value) => (typeof value === 'boolean' ? value : undefined),
  dateTime: (_attribute, value) => (typeof value === 'string' ? instantOf(value) : undefined),
};
