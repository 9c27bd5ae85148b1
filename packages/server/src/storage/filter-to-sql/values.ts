import type { AttributeType, ResourceAttribute } from '@lockstep/scim';
import { sql } from 'kysely';
import { always, type Operand } from './compare.ts';
import { asDefined } from './search-document.ts';
import type { Condition, SearchTable, Sql } from './search-table.ts';

/**
 * Where the values of an attribute are: one that may be absent, or any number. `operand` is valid for the rows of
 * `from` and `where`, and `none` holds when there is no such row.
 */
export type Values =
  | { readonly kind: 'one'; readonly operand: Operand }
  | {
      readonly kind: 'many';
      readonly from: Sql;
      readonly where: Condition;
      readonly operand: Operand;
      readonly none: Condition;
    };

/** Elements of a multi-valued complex attribute, and how to look into one. */
export interface Elements {
  readonly from: Sql;
  readonly where: Condition;
  readonly member: (attribute: ResourceAttribute) => Values;
}

/** How a search document writes values of a type. */
const formOf: Readonly<Record<AttributeType, 'text' | 'json' | 'absent'>> = {
  string: 'text',
  reference: 'text',
  binary: 'text',
  boolean: 'json',
  decimal: 'json',
  integer: 'json',
  dateTime: 'json',
  complex: 'absent',
};

/** A value of a search document as something to compare with, from its two spellings. */
export function operandOf({ definition }: ResourceAttribute, text: Sql, json: Sql): Operand {
  const form = formOf[definition.type];
  if (form === 'text') return { kind: form, sql: text, optional: true };
  return form === 'json' ? { kind: form, sql: json } : { kind: form };
}

/** A name as the table's search documents write it. */
export function nameIn({ spelling = asDefined }: SearchTable, name: string): string {
  return spelling(name);
}

/** The `jsonb` of a top-level attribute. */
export function documentOf(attribute: ResourceAttribute, table: SearchTable): Sql {
  const made = table.documents.get(attribute.path);
  if (made !== undefined) return made;
  const name = sql.lit(nameIn(table, attribute.name));
  if (attribute.extension === undefined) return sql`(${table.document} -> ${name})`;
  return sql`(${table.document} -> ${sql.lit(nameIn(table, attribute.extension))} -> ${name})`;
}

/** A member of a `jsonb` object. */
function memberOf(attribute: ResourceAttribute, holder: Sql, table: SearchTable): Values {
  const name = sql.lit(nameIn(table, attribute.name));
  if (attribute.definition.multiValued) return listOf(attribute, sql`(${holder} -> ${name})`);
  return {
    kind: 'one',
    operand: operandOf(attribute, sql`(${holder} ->> ${name}) collate "C"`, sql`(${holder} -> ${name})`),
  };
}

/** The elements of a `jsonb` list of simple values. */
function listOf(attribute: ResourceAttribute, list: Sql): Values {
  return {
    kind: 'many',
    from: sql`jsonb_path_query(${list}, '$[*]') as item (value)`,
    where: always,
    operand: operandOf(attribute, sql`(item.value #>> '{}') collate "C"`, sql`item.value`),
    none: sql`${list} is null`,
  };
}

/** The elements of a multi-valued attribute; those of a simple one are their own `value`. */
export function elementsOf(attribute: ResourceAttribute, table: SearchTable): Elements {
  const rows = table.lists.get(attribute.path);
  if (rows !== undefined) {
    const member = (sub: ResourceAttribute): Values => {
      return { kind: 'one', operand: rows.columns.get(sub.name) ?? { kind: 'absent' } };
    };
    return { from: rows.from, where: rows.where, member };
  }
  const simple = attribute.definition.type !== 'complex';
  const element = sql`element.value`;
  return {
    from: sql`jsonb_path_query(${documentOf(attribute, table)}, '$[*]') as element (value)`,
    where: always,
    member: (sub) => {
      if (!simple) return memberOf(sub, element, table);
      const operand = operandOf(sub, sql`(${element} #>> '{}') collate "C"`, element);
      return { kind: 'one', operand };
    },
  };
}

/** The one value of a complex attribute that is not multi-valued. */
export function memberOfSingle(attribute: ResourceAttribute, parent: ResourceAttribute, table: SearchTable): Values {
  const column = table.columns.get(attribute.path);
  if (column !== undefined) return { kind: 'one', operand: column };
  return memberOf(attribute, documentOf(parent, table), table);
}

/** The value of a top-level simple attribute. */
export function topLevelValues(attribute: ResourceAttribute, table: SearchTable): Values {
  const column = table.columns.get(attribute.path);
  if (column !== undefined) return { kind: 'one', operand: column };
  const document = documentOf(attribute, table);
  if (attribute.definition.multiValued) return listOf(attribute, document);
  const operand = operandOf(attribute, sql`(${document} #>> '{}') collate "C"`, document);
  return { kind: 'one', operand };
}
