import {
  visitFilter,
  type CheckedComparison,
  type CheckedFilter,
  type CheckedValuePath,
  type FilterVisitor,
  type JsonValue,
  type ResourceAttribute,
} from '@lockstep/scim';
import { sql } from 'kysely';
import { always, compare, documentValueOf, never } from './compare.ts';
import { hasContent, isPresent } from './present.ts';
import type { Condition, SearchTable } from './search-table.ts';
import { documentOf, elementsOf, memberOfSingle, nameIn, topLevelValues, type Values } from './values.ts';

/** How the parts of a filter find values: in the resource, or in one element of a value path. */
interface Scope {
  readonly compare: (filter: CheckedComparison) => Condition;
  readonly present: (attribute: ResourceAttribute) => Condition;
  readonly valuePath: (filter: CheckedValuePath) => Condition;
}

/**
 * The SQL condition that is true for exactly the rows whose resources `evaluateFilter` of the SCIM package accepts.
 * Filters cannot make PostgreSQL fail: texts are parameters, and whatever could be out of range is decided here.
 * What can use an index is written so that it does.
 */
export function filterToSql(filter: CheckedFilter, table: SearchTable): Condition {
  return toCondition(filter, {
    compare: (comparison) => compareInResource(comparison, table),
    present: (attribute) => presentInResource(attribute, table),
    valuePath: (valuePath) => matchElements(valuePath, table),
  });
}

function toCondition(filter: CheckedFilter, scope: Scope): Condition {
  const visitor: FilterVisitor<Condition> = {
    and: ({ operands }) =>
      sql`(${sql.join(
        operands.map((operand) => toCondition(operand, scope)),
        sql` and `,
      )})`,
    or: ({ operands }) =>
      sql`(${sql.join(
        operands.map((operand) => toCondition(operand, scope)),
        sql` or `,
      )})`,
    // a null within means "no", so the opposite of everything but true
    not: ({ operand }) => sql`((${toCondition(operand, scope)}) is not true)`,
    comparison: scope.compare,
    present: ({ attribute }) => scope.present(attribute),
    valuePath: scope.valuePath,
  };
  return visitFilter(filter, visitor);
}

function compareValues(filter: CheckedComparison, values: Values): Condition {
  const condition = compare(filter, values.operand);
  if (values.kind === 'one') return condition;
  const some = sql<boolean>`exists (select from ${values.from} where ${values.where} and ${condition})`;
  return filter.operator === 'ne' ? sql`(${some} or ${values.none})` : some;
}

function presentValues(values: Values): Condition {
  const condition = isPresent(values.operand);
  if (values.kind === 'one') return condition;
  return sql`exists (select from ${values.from} where ${values.where} and ${condition})`;
}

function compareInResource(filter: CheckedComparison, table: SearchTable): Condition {
  const contained = filter.operator === 'eq' ? containment(filter, table) : undefined;
  const exact = contained ?? compareExactly(filter, table);
  const condition = filter.operator === 'eq' ? inIndexed(filter, table, exact) : exact;
  const before = rareOf(filter, table) ?? mentionOf(filter, table);
  return before === undefined ? condition : sql`(${before} and ${condition})`;
}

/** What must hold where the comparison does, and has an index; undefined where there is nothing. */
function rareOf(filter: CheckedComparison, { rare }: SearchTable): Condition | undefined {
  const asks = filter.operator === 'eq' && filter.attribute.path === rare?.path && filter.value === rare.value;
  return asks ? rare.condition : undefined;
}

/** Whether the answer is in a column, or in rows of another table. */
function isElsewhere({ attribute }: CheckedComparison, { columns, documents, lists }: SearchTable): boolean {
  const top = attribute.parent ?? attribute;
  return columns.has(attribute.path) || documents.has(top.path) || lists.has(top.path);
}

const within: ReadonlySet<string> = new Set(['eq', 'co', 'sw', 'ew']);

/** What must hold where the comparison does, and is cheaper than to make a search document; undefined where there is nothing. */
function mentionOf(filter: CheckedComparison, table: SearchTable): Condition | undefined {
  const { attribute, operator } = filter;
  const value = documentValueOf(filter);
  if (typeof value !== 'string' || value === '' || !within.has(operator) || isElsewhere(filter, table))
    return undefined;
  if (operator === 'eq' && table.indexedValues.has(attribute.path)) return undefined;
  const part = JSON.stringify(value).slice(1, -1);
  return part.includes(String.raw`\u`) ? undefined : table.mentions?.(part);
}

/** The condition, with a coarser one before it that an index of whole search documents answers where there is one. */
function inIndexed(filter: CheckedComparison, table: SearchTable, exact: Condition): Condition {
  const { attribute } = filter;
  const top = attribute.parent ?? attribute;
  const value = documentValueOf(filter);
  if (table.documentIndexed !== true || value === undefined || isElsewhere(filter, table)) return exact;
  const part = partOf(top, top === attribute ? value : withinElement(attribute, top, value));
  return sql`(${table.document} @> ${JSON.stringify(part)}::jsonb and ${exact})`;
}

/** One element of `top` that has the value in the sub-attribute; the element of a simple list is its own `value`. */
function withinElement(attribute: ResourceAttribute, top: ResourceAttribute, value: JsonValue): JsonValue {
  if (top.definition.type !== 'complex') return value;
  return { [attribute.name]: attribute.definition.multiValued ? [value] : value };
}

/** The least search document that has the element. */
function partOf({ name, extension, definition }: ResourceAttribute, element: JsonValue): JsonValue {
  const member = { [name]: definition.multiValued ? [element] : element };
  return extension === undefined ? member : { [extension]: member };
}

function compareExactly(filter: CheckedComparison, table: SearchTable): Condition {
  const { attribute } = filter;
  const { parent } = attribute;
  if (parent === undefined) return compareValues(filter, topLevelValues(attribute, table));
  if (!parent.definition.multiValued) return compareValues(filter, memberOfSingle(attribute, parent, table));
  const elements = elementsOf(parent, table);
  const values = elements.member(attribute);
  const inElement = compareValues(filter, values);
  const some = sql<boolean>`exists (select from ${elements.from} where ${elements.where} and ${inElement})`;
  if (filter.operator !== 'ne') return some;
  return sql`(${some} or not exists (select from ${elements.from} where ${elements.where}))`;
}

/** `eq` on a list of a search document: no need to take the list apart, and a GIN index answers it where there is one. */
function containment(filter: CheckedComparison, table: SearchTable): Condition | undefined {
  const { attribute } = filter;
  const value = documentValueOf(filter);
  const indexed = table.indexedValues.get(attribute.path);
  if (value === undefined) return undefined;
  if (indexed !== undefined) return sql`${indexed} @> ${JSON.stringify([value])}::jsonb`;
  const list = attribute.parent ?? attribute;
  if (!list.definition.multiValued || attribute.definition.multiValued !== (list === attribute)) return undefined;
  if (table.lists.has(list.path)) return undefined;
  const element = list.definition.type === 'complex' ? { [nameIn(table, attribute.name)]: value } : value;
  return sql`${documentOf(list, table)} @> ${JSON.stringify([element])}::jsonb`;
}

function presentInResource(attribute: ResourceAttribute, table: SearchTable): Condition {
  const { parent, definition } = attribute;
  if (parent === undefined) {
    if (definition.type !== 'complex' && !definition.multiValued)
      return presentValues(topLevelValues(attribute, table));
    const rows = table.lists.get(attribute.path);
    if (rows !== undefined) return sql`exists (select from ${rows.from} where ${rows.where})`;
    return hasMappedMember(attribute, table) ? always : hasContent(documentOf(attribute, table));
  }
  if (!parent.definition.multiValued) return presentValues(memberOfSingle(attribute, parent, table));
  const elements = elementsOf(parent, table);
  const inElement = presentValues(elements.member(attribute));
  return sql`exists (select from ${elements.from} where ${elements.where} and ${inElement})`;
}

/** A complex attribute whose members are columns, that is `meta`: every resource has it. */
function hasMappedMember(attribute: ResourceAttribute, table: SearchTable): boolean {
  return attribute.subAttributes.all.some((sub) => table.columns.has(sub.path));
}

function matchElements({ attribute, filter }: CheckedValuePath, table: SearchTable): Condition {
  if (!attribute.definition.multiValued) return matchSingle(attribute, filter, table);
  const elements = elementsOf(attribute, table);
  const inElement = toCondition(filter, {
    compare: (comparison) => compareValues(comparison, elements.member(comparison.attribute)),
    present: (sub) => presentValues(elements.member(sub)),
    valuePath: () => never,
  });
  const some: Condition = sql`exists (select from ${elements.from} where ${elements.where} and ${inElement})`;
  return sql`(${sql.join([...coarseConditions(filter, table), some], sql` and `)})`;
}

function matchSingle(attribute: ResourceAttribute, filter: CheckedFilter, table: SearchTable): Condition {
  const inElement = toCondition(filter, {
    compare: (comparison) => compareValues(comparison, memberOfSingle(comparison.attribute, attribute, table)),
    present: (sub) => presentValues(memberOfSingle(sub, attribute, table)),
    valuePath: () => never,
  });
  if (hasMappedMember(attribute, table)) return inElement;
  return sql`(${documentOf(attribute, table)} is not null and ${inElement})`;
}

/** What a value path asks of the whole list that an index can answer, or a cheaper look: it must hold when the value path does. */
function coarseConditions(filter: CheckedFilter, table: SearchTable): readonly Condition[] {
  if (filter.kind === 'and') return filter.operands.flatMap((operand) => coarseConditions(operand, table));
  if (filter.kind !== 'comparison') return [];
  const indexed = filter.operator === 'eq' && table.indexedValues.has(filter.attribute.path);
  const condition = indexed ? containment(filter, table) : mentionOf(filter, table);
  return condition === undefined ? [] : [condition];
}
