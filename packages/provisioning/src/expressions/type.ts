import type { Kind } from './value.ts';

/**
 * What is known of a value before anything is evaluated: the kinds that it may be, and those that the elements of an
 * array may be, as sums of the bits below. Arrays inside arrays may hold anything.
 */
export interface Type {
  readonly kinds: number;
  readonly elements: number;
}

export const bits: Readonly<Record<Kind, number>> = { null: 1, string: 2, number: 4, boolean: 8, array: 16 };
export const anything = 31;

export const type = (kinds: number, elements: number = kinds & bits.array ? anything : 0): Type => ({
  kinds,
  elements,
});

export const stringType: Type = type(bits.string);
export const numberType: Type = type(bits.number);
export const booleanType: Type = type(bits.boolean);
export const stringsType: Type = type(bits.array, bits.string);

export function unionOf(one: Type, other: Type): Type {
  return type(one.kinds | other.kinds, one.elements | other.elements);
}

export function withNull({ kinds, elements }: Type): Type {
  return type(kinds | bits.null, elements);
}

export function withoutNull({ kinds, elements }: Type): Type {
  return type(kinds & ~bits.null, elements);
}

/** A value of the one fits where the other is asked for; null is left out of account. */
export function fits(given: number, asked: number): boolean {
  return (given & ~bits.null & ~asked) === 0;
}

const names: readonly (readonly [Kind, string])[] = [
  ['string', 'a string'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'an array'],
];

/** In words: “a string or a number”. */
export function describeKinds(kinds: number): string {
  const found = names.filter(([kind]) => kinds & bits[kind]).map(([, name]) => name);
  if (found.length === 0) return 'null';
  return found.length === 1 ? (found[0] ?? '') : `${found.slice(0, -1).join(', ')} or ${found.at(-1)}`;
}

/** The kinds by name, for whoever says it in other words: `string,number`. */
export function kindNames(kinds: number): string {
  return names
    .filter(([kind]) => kinds & bits[kind])
    .map(([kind]) => kind)
    .join(',');
}
