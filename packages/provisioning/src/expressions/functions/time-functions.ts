import { ValueError, type CallContext, type FunctionDefinition, type Parameter } from '../function-definition.ts';
import { fieldsOf, printIsoTime, printOffset, printTime, readIsoTime, readTime } from '../time-pattern.ts';
import { bits, stringType } from '../type.ts';
import { textOf, type Value } from '../value.ts';

const time: Parameter = { name: 'time', kinds: bits.string };
const count: Parameter = { name: 'time', kinds: bits.string | bits.number };
const pattern: Parameter = { name: 'pattern', kinds: bits.string };
const str = (value: Value | undefined): string => textOf(value ?? null);

/** 100 nanoseconds each, from 1601 to 1970. */
const windowsEpoch = 116_444_736_000_000_000n;

function printed(context: CallContext, instant: number, given: Value | undefined, zone?: string): string {
  const text = str(given);
  context.size('text', text.length * 6);
  return printTime(fieldsOf(instant, zone), text);
}

/** Digits as a big integer. Throws {@link ValueError}. */
function toCount(value: Value | undefined): bigint {
  const text = str(value).trim();
  if (/^-?\d{1,20}$/.test(text)) return BigInt(text);
  throw new ValueError(`“${text.slice(0, 40)}” is not a whole number.`, { found: text.slice(0, 40) });
}

function fromMilliseconds(milliseconds: bigint): string {
  const instant = Number(milliseconds);
  return printIsoTime(Math.abs(instant) <= 8.64e15 ? instant : 8.64e15);
}

/** Moments. Patterns are Joda-Time's. Everything is in UTC unless a zone is named. */
export const timeFunctions: readonly FunctionDefinition[] = [
  {
    name: 'Time.now',
    parameters: [
      { name: 'zone', kinds: bits.string, optional: true },
      { ...pattern, optional: true },
    ],
    returns: stringType,
    summary:
      'The time at which the expression is evaluated: in UTC unless a zone is named, ISO 8601 unless a pattern is given.',
    example: { call: 'Time.now("Asia/Tokyo", "yyyy-MM-dd")', gives: '"2026-04-01"' },
    reads: 'time',
    run: ([zone, form], context) => {
      if (zone === undefined) return printIsoTime(context.now);
      if (form !== undefined) return printed(context, context.now, form, str(zone));
      const fields = fieldsOf(context.now, str(zone));
      const end = fields.offset === 0 ? 'Z' : printOffset(fields.offset, ':');
      return printTime(fields, "yyyy-MM-dd'T'HH:mm:ss.SSS") + end;
    },
  },
  {
    name: 'Time.fromWindowsToIso8601',
    parameters: [count],
    returns: stringType,
    summary: 'A Windows file time as ISO 8601.',
    example: { call: 'Time.fromWindowsToIso8601("130827464800000000")', gives: '"2015-07-30T16:14:40.000Z"' },
    run: ([value]) => fromMilliseconds((toCount(value) - windowsEpoch) / 10_000n),
  },
  {
    name: 'Time.fromUnixToIso8601',
    parameters: [count],
    returns: stringType,
    summary: 'Unix seconds as ISO 8601.',
    example: { call: 'Time.fromUnixToIso8601("1438272880")', gives: '"2015-07-30T16:14:40.000Z"' },
    run: ([value]) => fromMilliseconds(toCount(value) * 1000n),
  },
  {
    name: 'Time.fromStringToIso8601',
    parameters: [time, pattern],
    returns: stringType,
    summary: 'A time that is written by the pattern as ISO 8601.',
    example: { call: 'Time.fromStringToIso8601("30/07/2015", "dd/MM/yyyy")', gives: '"2015-07-30T00:00:00.000Z"' },
    run: ([value, form]) => printIsoTime(readTime(str(value), str(form))),
  },
  {
    name: 'Time.fromIso8601ToWindows',
    parameters: [time],
    returns: stringType,
    summary: 'A time in ISO 8601 as Windows file time.',
    example: { call: 'Time.fromIso8601ToWindows("2015-07-30T16:14:40.000Z")', gives: '"130827464800000000"' },
    run: ([value]) => String(BigInt(readIsoTime(str(value))) * 10_000n + windowsEpoch),
  },
  {
    name: 'Time.fromIso8601ToUnix',
    parameters: [time],
    returns: stringType,
    summary: 'A time in ISO 8601 as Unix seconds.',
    example: { call: 'Time.fromIso8601ToUnix("2015-07-30T16:14:40.000Z")', gives: '"1438272880"' },
    run: ([value]) => String(Math.floor(readIsoTime(str(value)) / 1000)),
  },
  {
    name: 'Time.fromIso8601ToString',
    parameters: [time, pattern],
    returns: stringType,
    summary: 'A time in ISO 8601 written by the pattern.',
    example: { call: 'Time.fromIso8601ToString("2015-07-30T16:14:40.000Z", "dd MMM yyyy")', gives: '"30 Jul 2015"' },
    run: ([value, form], context) => printed(context, readIsoTime(str(value)), form),
  },
];
