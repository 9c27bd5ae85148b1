import { defineAttribute } from './attribute-definition.ts';
import type { AttributeDefinition, AttributeInput } from './attribute-definition.ts';

/** A schema (RFC 7643 §7). `id` is its URN. */
export interface SchemaDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly AttributeDefinition[];
}

/** What an author writes of a schema. */
export interface SchemaInput {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly attributes: readonly AttributeInput[];
}

/** The only schema whose complex attribute has a complex sub-attribute: it describes attributes by attributes. */
export const schemaSchemaId = 'urn:ietf:params:scim:schemas:core:2.0:Schema';

const urnPattern = /^urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:[\x21-\x7e]+$/i;

/**
 * Makes a schema, complete with every characteristic, from what differs from the defaults.
 * @throws TypeError for an id that is not a URN, a name used twice, or a complex sub-attribute (RFC 7643 §2.3.8)
 */
export function defineSchema(input: SchemaInput): SchemaDefinition {
  if (!urnPattern.test(input.id)) throw new TypeError(`"${input.id}" is not a URN`);
  const attributes = input.attributes.map(defineAttribute);
  checkNames(input.id, attributes);
  if (input.id !== schemaSchemaId) attributes.forEach(refuseNestedComplex);
  return Object.freeze({
    id: input.id,
    name: input.name,
    description: input.description ?? '',
    attributes: Object.freeze(attributes),
  });
}

function checkNames(owner: string, attributes: readonly AttributeDefinition[]): void {
  const names = new Set<string>();
  for (const attribute of attributes) {
    const name = attribute.name.toLowerCase();
    if (names.has(name)) throw new TypeError(`"${owner}" defines "${attribute.name}" twice`);
    names.add(name);
    checkNames(`${owner}:${attribute.name}`, attribute.subAttributes);
  }
}

function refuseNestedComplex(attribute: AttributeDefinition): void {
  const nested = attribute.subAttributes.find((sub) => sub.type === 'complex');
  if (nested !== undefined) throw new TypeError(`"${attribute.name}.${nested.name}" may not be complex`);
}
