import { bits, type Type, type } from './type.ts';
import type { Value } from './value.ts';

/** The data types of profile attributes, in Okta's words. */
export type AttributeType = 'string' | 'integer' | 'number' | 'boolean' | 'string-array';

export const attributeTypes: readonly AttributeType[] = ['string', 'integer', 'number', 'boolean', 'string-array'];

const types: Readonly<Record<AttributeType, Type>> = {
  string: type(bits.string),
  integer: type(bits.number),
  number: type(bits.number),
  boolean: type(bits.boolean),
  'string-array': type(bits.array, bits.string),
};

/** What a value of the attribute may be; null where there is none comes on top. */
export function typeOfAttribute(attribute: AttributeType): Type {
  return types[attribute];
}

/** The kinds that become a value of the attribute: a string takes numbers, true and false as they are written. */
export function kindsForAttribute(attribute: AttributeType): number {
  const { kinds } = types[attribute];
  return attribute === 'string' ? kinds | bits.number | bits.boolean : kinds;
}

/** A value as the attribute holds it, or null where it cannot. What cannot be told from a schema is told from here. */
export function convertTo(attribute: AttributeType, value: Value): Value {
  switch (attribute) {
    case 'string':
      return typeof value === 'object' ? null : String(value);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) ? value : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'string-array':
      return Array.isArray(value)
        ? value.filter((one: Value) => one !== null && typeof one !== 'object').map(String)
        : null;
    default:
      return attribute satisfies never;
  }
}

/** The attributes that expressions may name, by profile (`user`) and attribute. */
export type ProfileSchemas = ReadonlyMap<string, ReadonlyMap<string, AttributeType>>;
