import { ValueError } from './function-definition.ts';
import { dayOfYear, fromDayOfYear, fromWeekDate, toWeekDate } from './week-date.ts';

/** A moment as a calendar and a clock show it. Month and day count from 1. */
export interface ClockFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** Minutes east of UTC. */
  readonly offset: number;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A run of one pattern letter, or text between quotes or letters. */
interface Piece {
  readonly letter: string;
  readonly width: number;
  readonly text: string;
}

const knownLetters = 'GCyYuxMwdDeEaHhkKmsSZz';

/** Reads a pattern of Joda-Time: letters `GCYxweEyDMdaKhHkmsSzZ`, text between single quotes, `''` for one quote. */
function readPattern(pattern: string): readonly Piece[] {
  return [...pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)].map(([whole, quoted, letter]) => {
    if (letter === undefined) {
      const text = quoted === undefined ? whole : quoted === '' ? "'" : quoted.replaceAll("''", "'");
      return { letter: '', width: 0, text };
    }
    if (knownLetters.includes(letter)) return { letter, width: whole.length, text: '' };
    throw new ValueError(`The time pattern has a letter that is not known: ${letter}.`, { found: letter });
  });
}

/** The fields of a moment (milliseconds since the epoch) in UTC, or in a zone by its IANA name. */
export function fieldsOf(instant: number, zone = 'UTC'): ClockFields {
  const local = zone === 'UTC' ? instant : localTime(instant, zone);
  const date = new Date(local);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    offset: Math.round((local - instant) / 60_000),
  };
}

/** The milliseconds that a clock in the zone would show if it were in UTC. Throws {@link ValueError} for no zone. */
function localTime(instant: number, zone: string): number {
  try {
    const options = {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const;
    const parts = new Intl.DateTimeFormat('en-US', options).formatToParts(instant);
    const part = (name: string): number => Number(parts.find(({ type }) => type === name)?.value);
    const seconds = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return seconds + (((instant % 1000) + 1000) % 1000);
  } catch (error) {
    if (error instanceof RangeError)
      throw new ValueError(`“${zone.slice(0, 40)}” is not a time zone.`, { found: zone.slice(0, 40) });
    throw error;
  }
}

export function printTime(fields: ClockFields, pattern: string): string {
  return readPattern(pattern)
    .map((piece) => (piece.letter === '' ? piece.text : printPiece(fields, piece)))
    .join('');
}

function printPiece(fields: ClockFields, { letter, width }: Piece): string {
  const pad = (value: number): string => String(value).padStart(width, '0');
  const hour12 = fields.hour % 12;
  switch (letter) {
    case 'y':
    case 'Y':
    case 'u':
      return yearOf(fields.year, width);
    case 'M':
      return nameOr(months[fields.month - 1], width, () => pad(fields.month));
    case 'E':
      return weekday(fields, width);
    case 'd':
      return pad(fields.day);
    case 'H':
      return pad(fields.hour);
    case 'k':
      return pad(fields.hour === 0 ? 24 : fields.hour);
    case 'h':
      return pad(hour12 === 0 ? 12 : hour12);
    default:
      return printFine(fields, letter, width);
  }
}

function printFine(fields: ClockFields, letter: string, width: number): string {
  const pad = (value: number): string => String(value).padStart(width, '0');
  switch (letter) {
    case 'K':
      return pad(fields.hour % 12);
    case 'm':
      return pad(fields.minute);
    case 's':
      return pad(fields.second);
    case 'S':
      return String(fields.millisecond).padStart(3, '0').padEnd(width, '0').slice(0, width);
    case 'a':
      return fields.hour < 12 ? 'AM' : 'PM';
    case 'Z':
    case 'z':
      return printOffset(fields.offset, letter === 'Z' && width === 1 ? '' : ':');
    default:
      return printRare(fields, letter, width);
  }
}

function printRare(fields: ClockFields, letter: string, width: number): string {
  const pad = (value: number): string => String(value).padStart(width, '0');
  switch (letter) {
    case 'D':
      return pad(dayOfYear(fields));
    case 'x':
      return yearOf(toWeekDate(fields).year, width);
    case 'w':
      return pad(toWeekDate(fields).week);
    case 'e':
      return pad(toWeekDate(fields).day);
    case 'C':
      return pad(Math.floor(fields.year / 100));
    default:
      return fields.year > 0 ? 'AD' : 'BC';
  }
}

/** Two letters are the last two digits. */
function yearOf(year: number, width: number): string {
  return width === 2 ? String(year % 100).padStart(2, '0') : String(year).padStart(width, '0');
}

function nameOr(name: string | undefined, width: number, digits: () => string): string {
  if (width < 3 || name === undefined) return digits();
  return width === 3 ? name.slice(0, 3) : name;
}

function weekday({ year, month, day }: ClockFields, width: number): string {
  const name = weekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
  return width < 4 ? name.slice(0, 3) : name;
}

/** `+09:00`. */
export function printOffset(offset: number, separator: string): string {
  const minutes = Math.abs(offset);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}

/** The moment that a text of the pattern names, in UTC unless it says otherwise. Throws {@link ValueError}. */
export function readTime(text: string, pattern: string): number {
  const read = new Map<string, number>();
  let at = 0;
  for (const piece of readPattern(pattern)) {
    const rest = text.slice(at);
    const length =
      piece.letter === '' ? (rest.startsWith(piece.text) ? piece.text.length : -1) : readPiece(read, rest, piece);
    if (length < 0) throw notOfPattern(text, pattern);
    at += length;
  }
  const instant = at === text.length ? toInstant(read) : undefined;
  if (instant === undefined) throw notOfPattern(text, pattern);
  return instant;
}

function notOfPattern(text: string, pattern: string): ValueError {
  const [found, expected] = [text.slice(0, 40), pattern.slice(0, 40)];
  return new ValueError(`“${found}” is not a time of the form “${expected}”.`, { found, expected });
}

/** The length of what was read; −1 where the text does not fit. */
function readPiece(read: Map<string, number>, rest: string, { letter, width }: Piece): number {
  switch (letter) {
    case 'a':
      return note(read, 'a', /^[AP]M/i.exec(rest), (word) => (word.toUpperCase() === 'PM' ? 12 : 0));
    case 'Z':
    case 'z':
      return note(read, 'Z', /^(?:Z|[+-]\d\d:?\d\d)/.exec(rest), readOffset);
    case 'E':
      return /^[A-Za-z]+/.exec(rest)?.[0].length ?? -1;
    case 'G':
      return /^(?:AD|CE)/i.exec(rest)?.[0].length ?? -1;
    case 'S':
      return note(read, 'S', /^\d{1,9}/.exec(rest), (digits) => Math.floor(Number(`0.${digits}`) * 1000));
    default:
      return readField(read, rest, { letter, width });
  }
}

/** What stands there in digits, or for a month as a word. */
function readField(
  read: Map<string, number>,
  rest: string,
  { letter, width }: Pick<Piece, 'letter' | 'width'>,
): number {
  if (letter === 'M' && width > 2) return note(read, 'M', /^[A-Za-z]+/.exec(rest), monthOf);
  if (!'yYux'.includes(letter)) return note(read, letter, digitsOf(rest, width), Number);
  const century = width === 2 ? 2000 : 0;
  return note(read, letter === 'x' ? 'x' : 'y', digitsOf(rest, width), (digits) => Number(digits) + century);
}

/** As many digits as the letter stands there; a single letter takes any number of them. */
function digitsOf(rest: string, width: number): RegExpExecArray | null {
  return new RegExp(`^\\d{${width > 1 ? Math.min(width, 9) : '1,9'}}`).exec(rest);
}

/** 0 for what is no month. */
function monthOf(word: string): number {
  return word.length < 3 ? 0 : months.findIndex((name) => name.toLowerCase().startsWith(word.toLowerCase())) + 1;
}

function note(
  read: Map<string, number>,
  letter: string,
  match: RegExpExecArray | null,
  value: (text: string) => number,
): number {
  if (match === null) return -1;
  read.set(letter, value(match[0]));
  return match[0].length;
}

function readOffset(text: string): number {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith('-') ? -minutes : minutes;
}

/** Undefined for the 30th of February. */
function toInstant(read: ReadonlyMap<string, number>): number | undefined {
  const get = (letter: string, otherwise: number): number => read.get(letter) ?? otherwise;
  const half = get('h', get('K', 0)) % 12;
  const hour = read.has('H') ? get('H', 0) : read.has('k') ? get('k', 0) % 24 : half + get('a', 0);
  const [minute, second, written] = [get('m', 0), get('s', 0), dateOf(read)];
  if (hour > 23 || minute > 59 || second > 59 || written === undefined || written.year > 9999) return undefined;
  const { year, month, day } = written;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, get('S', 0));
  return date.getTime() - get('Z', 0) * 60_000;
}

/** By its week where one is named, else by the day of the year where that is, else by month and day. */
function dateOf(read: ReadonlyMap<string, number>): Pick<ClockFields, 'year' | 'month' | 'day'> | undefined {
  const year = read.get('y') ?? read.get('x') ?? 1970;
  const [week, dayInYear] = [read.get('w'), read.get('D')];
  if (week !== undefined) return fromWeekDate({ year: read.get('x') ?? year, week, day: read.get('e') ?? 1 });
  if (dayInYear !== undefined) return fromDayOfYear(year, dayInYear);
  return { year, month: read.get('M') ?? 1, day: read.get('d') ?? 1 };
}

const isoForm = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** A moment in ISO 8601, in UTC unless it says otherwise. Throws {@link ValueError}. */
export function readIsoTime(text: string): number {
  const match = isoForm.exec(text.trim());
  const [, y, M, d, H, m, s, fraction = '0', zone] = match ?? [];
  const read = new Map(Object.entries({ y, M, d, H, m, s }).map(([letter, digits]) => [letter, Number(digits ?? 0)]));
  read.set('S', Math.floor(Number(`0.${fraction}`) * 1000));
  if (zone !== undefined) read.set('Z', readOffset(zone));
  const instant = match === null ? undefined : toInstant(read);
  if (instant === undefined) throw notOfPattern(text, 'yyyy-MM-ddTHH:mm:ss.SSSZ');
  return instant;
}

/** ISO 8601 in UTC with milliseconds. Throws {@link ValueError} beyond the years 0 to 9999. */
export function printIsoTime(instant: number): string {
  const year = new Date(instant).getUTCFullYear();
  if (year >= 0 && year <= 9999) return new Date(instant).toISOString();
  throw new ValueError('This time is beyond the years 0 to 9999.');
}
