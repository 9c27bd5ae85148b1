import { sql } from 'kysely';
import { always, never, type Operand } from './compare.ts';
import type { Condition, Sql } from './search-table.ts';

/** Whether a single value is there; empty text is as good as none (RFC 7644 §3.4.2.2 `pr`). */
export function isPresent(operand: Operand): Condition {
  switch (operand.kind) {
    case 'absent':
      return never;
    case 'text':
      return sql`${operand.sql} <> ''`;
    case 'json':
      return sql`${operand.sql} is not null`;
    case 'uuid':
    case 'instant':
      return always;
  }
}

/** Whether a `jsonb` value, at any depth, holds something that is not empty. */
export function hasContent(document: Sql): Condition {
  return sql`jsonb_path_exists(${document},
    '$.** ? (@.type() == "number" || @.type() == "boolean" || (@.type() == "string" && @ != ""))')`;
}
