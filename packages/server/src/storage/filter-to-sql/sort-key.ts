import type { ResourceAttribute } from '@lockstep/scim';
import { sql } from 'kysely';
import type { Operand } from './compare.ts';
import type { SearchTable, Sql } from './search-table.ts';
import { documentOf, memberOfSingle, nameIn, operandOf, topLevelValues } from './values.ts';

/** What rows are ordered by before their id. Null where the resource has no value. */
export interface SortKey {
  readonly sql: Sql;
  /** An indexed expression that orders the same way, only less finely: it goes first. */
  readonly prefix?: Sql;
  /** Characters of the text that `prefix` has. */
  readonly prefixLength?: number;
  /** How the key is read back from its text. */
  readonly type: 'text' | 'jsonb' | 'timestamptz' | 'uuid';
  readonly optional: boolean;
}

const noKey: SortKey = { sql: sql`null::text`, type: 'text', optional: true };

/** The key of an attribute (RFC 7644 §3.4.2.3): of several values the primary one, else the first. */
export function sortKeyOf(attribute: ResourceAttribute, table: SearchTable): SortKey {
  const { parent, definition } = attribute;
  const list = parent?.definition.multiValued ? parent : definition.multiValued ? attribute : undefined;
  if (list === undefined) {
    const values = parent === undefined ? topLevelValues(attribute, table) : memberOfSingle(attribute, parent, table);
    return keyOf(values.operand);
  }
  const rows = table.lists.get(list.path);
  if (rows === undefined) return listKey(attribute, list, table);
  const column = rows.columns.get(attribute.name);
  if (column === undefined) return noKey;
  const key = keyOf(column);
  // rows have no order of their own: the least stands for the first
  return {
    ...key,
    sql: sql`(select ${key.sql} from ${rows.from} where ${rows.where} order by 1 limit 1)`,
    optional: true,
  };
}

function keyOf(operand: Operand): SortKey {
  switch (operand.kind) {
    case 'absent':
      return noKey;
    case 'text': {
      const { sql: text, optional, prefix, prefixLength } = operand;
      const coarse = prefix === undefined || prefixLength === undefined ? {} : { prefix, prefixLength };
      return { sql: text, type: 'text', optional, ...coarse };
    }
    case 'json':
      return { sql: operand.sql, type: 'jsonb', optional: true };
    case 'instant':
      return { sql: operand.sql, type: 'timestamptz', optional: false };
    case 'uuid':
      return { sql: operand.sql, type: 'uuid', optional: false };
  }
}

function listKey(attribute: ResourceAttribute, list: ResourceAttribute, table: SearchTable): SortKey {
  // a list within an element has no order that could be asked for
  if (attribute !== list && attribute.definition.multiValued) return noKey;
  const values = documentOf(list, table);
  const first = sql`coalesce(jsonb_path_query_first(${values}, '$[*] ? (@.primary == true)'), ${values} -> 0)`;
  const simple = list.definition.type !== 'complex';
  const value = simple ? first : sql`(${first} -> ${sql.lit(nameIn(table, attribute.name))})`;
  return keyOf(operandOf(attribute, sql`(${value} #>> '{}') collate "C"`, value));
}
