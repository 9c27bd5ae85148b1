import { foldText, instantOf, type CheckedComparison, type ComparisonOperator } from '@lockstep/scim';
import { sql } from 'kysely';
import type { Column, Condition, Sql } from './search-table.ts';

/** One value of an attribute in SQL, or nothing. `json` is a number, a boolean, or a dateTime as milliseconds. */
export type Operand = Column | { readonly kind: 'json'; readonly sql: Sql } | { readonly kind: 'absent' };

type Order = 'eq' | 'gt' | 'ge' | 'lt' | 'le';

export const never: Condition = sql`false`;
export const always: Condition = sql`true`;

const signs: Readonly<Record<Order, Sql>> = {
  eq: sql`=`,
  gt: sql`>`,
  ge: sql`>=`,
  lt: sql`<`,
  le: sql`<=`,
};

/** Whether the value fulfils the comparison; an absent value fulfils `ne` and nothing else. */
export function compare(filter: CheckedComparison, operand: Operand): Condition {
  switch (operand.kind) {
    case 'absent':
      return filter.operator === 'ne' ? always : never;
    case 'text':
      return compareText(filter.operator, operand, textOf(filter));
    case 'uuid':
      return compareUuid(filter.operator, operand.sql, textOf(filter));
    case 'instant':
      return compareInstant(filter.operator, operand.sql, numberOf(filter));
    case 'json':
      return compareJson(filter, operand.sql);
  }
}

/** The filter's text, folded as the stored text is. */
function textOf({ attribute, value }: CheckedComparison): string {
  return foldText(attribute, String(value));
}

function numberOf({ attribute, value }: CheckedComparison): number {
  if (attribute.definition.type !== 'dateTime') return Number(value);
  const instant = instantOf(String(value));
  if (instant === undefined) throw new TypeError('A checked filter has a dateTime that is none.');
  return instant;
}

/** The value as a search document would hold it; undefined for a number that JSON cannot write. */
export function documentValueOf(filter: CheckedComparison): string | number | boolean | undefined {
  const { type } = filter.attribute.definition;
  if (type === 'boolean') return filter.value;
  if (type === 'string' || type === 'reference' || type === 'binary') return textOf(filter);
  const number = numberOf(filter);
  return Number.isFinite(number) ? number : undefined;
}

export function likePattern(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}

type TextColumn = Extract<Column, { readonly kind: 'text' }>;

function compareText(operator: ComparisonOperator, column: TextColumn, text: string): Condition {
  switch (operator) {
    case 'ne':
      return sql`${column.sql} is distinct from ${text}`;
    case 'co':
      return sql`${column.sql} like ${`%${likePattern(text)}%`}`;
    case 'ew':
      return sql`${column.sql} like ${`%${likePattern(text)}`}`;
    case 'sw':
      return sql`${beginning(column, text, (prefix, start) => sql`${prefix} like ${`${likePattern(start)}%`}`)}
        ${column.sql} like ${`${likePattern(text)}%`}`;
    case 'eq':
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return sql`${beginning(column, text, (prefix, start) => sql`${prefix} ${signs[looser[operator]]} ${start}`)}
        ${column.sql} ${signs[operator]} ${text}`;
  }
}

/** What the order of two texts says about their beginnings. */
const looser = { eq: 'eq', gt: 'ge', ge: 'ge', lt: 'le', le: 'le' } as const satisfies Record<Order, Order>;

/** `… and`: what follows for the indexed beginning of the text, so that the index can be used. */
function beginning(
  { prefix, prefixLength = 0 }: TextColumn,
  text: string,
  follow: (prefix: Sql, start: string) => Condition,
): Sql {
  // characters as PostgreSQL counts them, not UTF-16 code units
  return prefix === undefined ? sql`` : sql`${follow(prefix, Array.from(text).slice(0, prefixLength).join(''))} and`;
}

/** As `id` is printed by PostgreSQL, which is also how we show it. */
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function compareUuid(operator: ComparisonOperator, id: Sql, text: string): Condition {
  const isUuid = uuidPattern.test(text);
  if (operator === 'eq') return isUuid ? sql`${id} = ${text}::uuid` : never;
  if (operator === 'ne') return isUuid ? sql`${id} <> ${text}::uuid` : always;
  return compareText(operator, { kind: 'text', sql: sql`(${id})::text collate "C"`, optional: false }, text);
}

/** The years that our own clock can write, which PostgreSQL and `toISOString` print alike. */
const [earliest, latest] = [Date.UTC(1900, 0), Date.UTC(9999, 0)];

/** The column has whole milliseconds, so a bound between two of them moves to the next that matters. */
function compareInstant(operator: ComparisonOperator, column: Sql, instant: number): Condition {
  const possible = Number.isInteger(instant) && instant >= earliest && instant <= latest;
  if (operator === 'eq') return possible ? sql`${column} = ${timestamp(instant)}` : never;
  if (operator === 'ne') return possible ? sql`${column} <> ${timestamp(instant)}` : always;
  const bound = Math.min(Math.max(instant, earliest), latest);
  const order = orderOf(operator);
  const rounded = order === 'gt' || order === 'le' ? Math.floor(bound) : Math.ceil(bound);
  return sql`${column} ${signs[order]} ${timestamp(rounded)}`;
}

function timestamp(milliseconds: number): Sql {
  return sql`${new Date(milliseconds).toISOString()}::timestamptz`;
}

function orderOf(operator: ComparisonOperator): Order {
  if (operator in signs) return operator as Order;
  throw new TypeError(`A checked filter compares by "${operator}" what is no text.`);
}

/** `jsonb` compares numbers as numbers, and never fails whatever the two are. */
function compareJson(filter: CheckedComparison, column: Sql): Condition {
  const { operator } = filter;
  const value = documentValueOf(filter);
  if (value === undefined) return compareInfinite(operator, column, Number(filter.value));
  const json = sql`${JSON.stringify(value)}::jsonb`;
  if (operator === 'ne') return sql`${column} is distinct from ${json}`;
  return sql`${column} ${signs[orderOf(operator)]} ${json}`;
}

/** A number in the filter that is too large for any value to reach. */
function compareInfinite(operator: ComparisonOperator, column: Sql, value: number): Condition {
  if (operator === 'ne') return always;
  const reached = value > 0 ? ['lt', 'le'] : ['gt', 'ge'];
  return reached.includes(operator) ? sql`${column} is not null` : never;
}
