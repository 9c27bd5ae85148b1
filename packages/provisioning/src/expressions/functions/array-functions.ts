import type { CallContext, FunctionDefinition, Parameter } from '../function-definition.ts';
import { anything, bits, booleanType, numberType, stringType, type, type Type } from '../type.ts';
import { equalValues, textOf, type Value } from '../value.ts';
import { wholeNumber } from './string-functions.ts';

const array: Parameter = { name: 'array', kinds: bits.array | bits.string, nullable: true };
const value: Parameter = { name: 'value', kinds: anything, nullable: true };

/** Null is an empty array, a string its values between commas. */
export function toArray(given: Value | undefined): readonly Value[] {
  if (given === null || given === undefined || given === '') return [];
  if (typeof given === 'object') return given;
  return textOf(given)
    .split(',')
    .map((part) => part.trim());
}

function elementsOf({ kinds, elements } = type(0)): number {
  return elements | (kinds & bits.string);
}

function arrayOf(elements: number): Type {
  return type(bits.array, elements);
}

/** Functions over arrays. Where an array is asked for, a string with commas does as well. */
export const arrayFunctions: readonly FunctionDefinition[] = [
  {
    name: 'Arrays.add',
    parameters: [array, value],
    returns: ([held, added]) => arrayOf(elementsOf(held) | (added?.kinds ?? 0)),
    summary: 'The array with the value at its end.',
    example: { call: 'Arrays.add({10, 20, 30}, 40)', gives: '{10, 20, 30, 40}' },
    run: ([held, added = null], context) => sized(context, [...toArray(held), added]),
  },
  {
    name: 'Arrays.remove',
    parameters: [array, value],
    returns: ([held]) => arrayOf(elementsOf(held)),
    summary: 'The array without the value, wherever it stood.',
    example: { call: 'Arrays.remove({10, 20, 30}, 20)', gives: '{10, 30}' },
    run: ([held, removed = null]) => toArray(held).filter((one) => !equalValues(one, removed)),
  },
  {
    name: 'Arrays.clear',
    parameters: [array],
    returns: arrayOf(0),
    summary: 'An array of nothing.',
    example: { call: 'Arrays.clear({10, 20, 30})', gives: '{}' },
    run: () => [],
  },
  {
    name: 'Arrays.get',
    parameters: [array, { name: 'position', kinds: bits.number }],
    returns: ([held]) => elementAt(elementsOf(held)),
    summary: 'The element in the position, which counts from 0; null where there is none.',
    example: { call: 'Arrays.get({0, 1, 2}, 0)', gives: '0' },
    run: ([held, position]) => toArray(held)[wholeNumber(position)] ?? null,
  },
  {
    name: 'Arrays.flatten',
    parameters: [{ ...value, rest: true }],
    returns: arrayOf(bits.string | bits.number | bits.boolean),
    summary: 'One array of all the values and of the elements of all the arrays, without null.',
    example: { call: 'Arrays.flatten(10, {20, 30}, 40)', gives: '{10, 20, 30, 40}' },
    run: (values, context) => sized(context, flatten(values)),
  },
  {
    name: 'Arrays.contains',
    parameters: [array, value],
    returns: booleanType,
    summary: 'Whether the value is one of the elements.',
    example: { call: 'Arrays.contains({10, 20, 30}, 10)', gives: 'true' },
    run: ([held, wanted = null]) => toArray(held).some((one) => equalValues(one, wanted)),
  },
  {
    name: 'Arrays.size',
    parameters: [array],
    returns: numberType,
    summary: 'The number of elements. 0 for null.',
    example: { call: 'Arrays.size({10, 20, 30})', gives: '3' },
    run: ([held]) => toArray(held).length,
  },
  {
    name: 'Arrays.isEmpty',
    parameters: [array],
    returns: booleanType,
    summary: 'Whether there is no element. True for null.',
    example: { call: 'Arrays.isEmpty({})', gives: 'true' },
    run: ([held]) => toArray(held).length === 0,
  },
  {
    name: 'Arrays.toCsvString',
    parameters: [array],
    returns: stringType,
    summary: 'The elements as one string with commas between them.',
    example: { call: 'Arrays.toCsvString({"This", "is", "a", "test"})', gives: '"This,is,a,test"' },
    run: ([held], { size }) => {
      const items = flatten(toArray(held)).map(textOf);
      size(
        'text',
        items.reduce((sum, item) => sum + item.length + 1, 0),
      );
      return items.join(',');
    },
  },
];

function sized({ size }: CallContext, values: readonly Value[]): readonly Value[] {
  size('elements', values.length);
  return values;
}

/** What an array's element may be: null, too, where the position is none. */
export function elementAt(elements: number): Type {
  return type(elements | bits.null, elements & bits.array ? anything : 0);
}

/** The elements of arrays in arrays, without null. */
export function flatten(values: readonly Value[]): Value[] {
  return values.flatMap((one) => (typeof one === 'object' && one !== null ? flatten(one) : one === null ? [] : [one]));
}
