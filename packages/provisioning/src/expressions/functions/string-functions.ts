import { ValueError, type CallContext, type FunctionDefinition, type Parameter } from '../function-definition.ts';
import { bits, booleanType, numberType, stringType } from '../type.ts';
import { textOf, type Value } from '../value.ts';

const { string, number, boolean } = bits;
const scalar = string | number | boolean;
const text = (name: string): Parameter => ({ name, kinds: string });
const maybeText = (name: string): Parameter => ({ name, kinds: string, nullable: true });
const str = (value: Value | undefined): string => textOf(value ?? null);

/** Functions over strings. Characters are Unicode code points, so that none is cut in half. */
export const stringFunctions: readonly FunctionDefinition[] = [
  {
    name: 'String.append',
    parameters: [
      { name: 'string', kinds: scalar, nullable: true },
      { name: 'suffix', kinds: scalar, nullable: true },
    ],
    returns: stringType,
    summary: 'The string with the suffix at its end. Null counts as an empty string.',
    example: { call: 'String.append("This is", " a test")', gives: '"This is a test"' },
    run: ([one, other], context) => joined(context, [str(one), str(other)], ''),
  },
  {
    name: 'String.join',
    parameters: [text('separator'), { name: 'string', kinds: scalar, nullable: true, rest: true }],
    returns: stringType,
    summary: 'The strings with the separator between them. Null is left out, an empty string is kept.',
    example: { call: 'String.join(",", "This", "is", "a", "test")', gives: '"This,is,a,test"' },
    run: ([separator, ...items], context) =>
      joined(context, items.filter((item) => item !== null).map(textOf), str(separator)),
  },
  {
    name: 'String.len',
    parameters: [maybeText('string')],
    returns: numberType,
    summary: 'The number of characters. 0 for null.',
    example: { call: 'String.len("This")', gives: '4' },
    run: ([one]) => Array.from(str(one)).length,
  },
  {
    name: 'String.removeSpaces',
    parameters: [text('string')],
    returns: stringType,
    summary: 'The string without any spaces.',
    example: { call: 'String.removeSpaces("This is a test")', gives: '"Thisisatest"' },
    run: ([one]) => str(one).replaceAll(/[ \u3000]/g, ''),
  },
  {
    name: 'String.replace',
    parameters: [text('string'), text('match'), text('replacement')],
    returns: stringType,
    summary: 'Every occurrence of the match replaced. The match is literal text. An empty match replaces nothing.',
    example: { call: 'String.replace("This is a test", "is", "at")', gives: '"That at a test"' },
    run: ([one, match, replacement], context) => joined(context, parts(str(one), str(match)), str(replacement)),
  },
  {
    name: 'String.replaceFirst',
    parameters: [text('string'), text('match'), text('replacement')],
    returns: stringType,
    summary: 'The first occurrence of the match replaced. The match is literal text.',
    example: { call: 'String.replaceFirst("This is a test", "is", "at")', gives: '"That is a test"' },
    run: ([one, match, replacement], context) => {
      const [first = '', ...rest] = parts(str(one), str(match));
      return joined(context, rest.length === 0 ? [first] : [first, rest.join(str(match))], str(replacement));
    },
  },
  {
    name: 'String.startsWith',
    parameters: [maybeText('string'), text('prefix')],
    returns: booleanType,
    summary: 'Whether the string begins with the prefix. Case counts. False for null.',
    example: { call: 'String.startsWith("This is a test", "This")', gives: 'true' },
    run: ([one, prefix]) => one !== null && str(one).startsWith(str(prefix)),
  },
  {
    name: 'String.stringContains',
    parameters: [maybeText('string'), text('part')],
    returns: booleanType,
    summary: 'Whether the part occurs in the string. Case counts. False for null.',
    example: { call: 'String.stringContains("This is a test", "test")', gives: 'true' },
    run: ([one, part]) => one !== null && str(one).includes(str(part)),
  },
  {
    name: 'String.stringSwitch',
    parameters: [
      maybeText('string'),
      { name: 'default', kinds: string, nullable: true },
      { name: 'key, value', kinds: string, nullable: true, rest: true },
    ],
    returns: ([, ...rest]) => ({
      kinds: string | (rest.some(({ kinds }) => kinds & bits.null) ? bits.null : 0),
      elements: 0,
    }),
    summary:
      'The value of the first key, in their order, that occurs anywhere in the string; the default where none does.',
    example: { call: 'String.stringSwitch("Sales East", "other", "Sales", "S", "IT", "I")', gives: '"S"' },
    check: ({ length }) => (length % 2 === 0 ? undefined : 'After the default, each key needs its value.'),
    run: ([one = null, otherwise = null, ...pairs]) => {
      const within = str(one);
      for (let index = 0; index + 1 < pairs.length; index += 2) {
        const key = pairs[index] ?? null;
        if (one !== null && key !== null && within.includes(str(key))) return pairs[index + 1] ?? null;
      }
      return otherwise;
    },
  },
  {
    name: 'String.substring',
    parameters: [text('string'), { name: 'start', kinds: number }, { name: 'end', kinds: number }],
    returns: stringType,
    summary: 'From the start up to, but without, the end; both count from 0 and stop at the ends of the string.',
    example: { call: 'String.substring("This is a test", 2, 9)', gives: '"is is a"' },
    run: ([one, start, end]) => {
      const [from, to] = [wholeNumber(start), wholeNumber(end)];
      return Array.from(str(one)).slice(Math.max(0, from), Math.max(0, to)).join('');
    },
  },
  {
    name: 'String.substringAfter',
    parameters: [text('string'), text('separator')],
    returns: stringType,
    summary: 'What follows the first occurrence of the separator; empty where it does not occur.',
    example: { call: 'String.substringAfter("abc@okta.com", "@")', gives: '"okta.com"' },
    run: ([one, separator]) => {
      const at = str(one).indexOf(str(separator));
      return at < 0 ? '' : str(one).slice(at + str(separator).length);
    },
  },
  {
    name: 'String.substringBefore',
    parameters: [text('string'), text('separator')],
    returns: stringType,
    summary: 'What comes before the first occurrence of the separator; the whole string where it does not occur.',
    example: { call: 'String.substringBefore("abc@okta.com", "@")', gives: '"abc"' },
    run: ([one, separator]) => {
      const at = str(one).indexOf(str(separator));
      return at < 0 ? str(one) : str(one).slice(0, at);
    },
  },
  {
    name: 'String.toLowerCase',
    parameters: [text('string')],
    returns: stringType,
    summary: 'The string in lower case.',
    example: { call: 'String.toLowerCase("ThiS")', gives: '"this"' },
    run: ([one], context) => joined(context, [str(one).toLowerCase()], ''),
  },
  {
    name: 'String.toUpperCase',
    parameters: [text('string')],
    returns: stringType,
    summary: 'The string in upper case.',
    example: { call: 'String.toUpperCase("This")', gives: '"THIS"' },
    run: ([one], context) => joined(context, [str(one).toUpperCase()], ''),
  },
];

/** The pieces between occurrences; nothing occurs nowhere. */
function parts(one: string, match: string): string[] {
  return match === '' ? [one] : one.split(match);
}

/** Says the length before the text is made. */
function joined({ size }: CallContext, items: readonly string[], separator: string): string {
  const length = items.reduce((sum, item) => sum + item.length, separator.length * Math.max(0, items.length - 1));
  size('text', length);
  return items.join(separator);
}

/** Throws {@link ValueError} for 1.5. */
export function wholeNumber(value: Value | undefined): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new ValueError(`${str(value)} is not a whole number.`, { found: str(value) });
}
