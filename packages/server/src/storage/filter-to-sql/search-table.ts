import type { JsonValue } from '@lockstep/scim';
import type { RawBuilder } from 'kysely';
import type { Spelling } from './search-document.ts';

/** A piece of SQL; what it yields is in the type parameter. */
export type Sql<T = unknown> = RawBuilder<T>;

/** A condition. It must be true where it holds; false and null both mean that it does not. */
export type Condition = Sql<boolean>;

/**
 * A column, or any expression, that holds the one value of an attribute.
 *
 * - `text` sorts by `collate "C"`, which the expression must say or the column have; it holds the folded text (see
 *   `foldText` of the SCIM package). `prefix` is an indexed expression for its first `prefixLength` characters, for
 *   text that may be longer than an index entry.
 * - `instant` is a `timestamptz` of whole milliseconds, never null.
 * - `uuid` is never null.
 */
export type Column =
  | {
      readonly kind: 'text';
      readonly sql: Sql;
      readonly prefix?: Sql;
      readonly prefixLength?: number;
      /** Whether it can be null. */
      readonly optional: boolean;
    }
  | { readonly kind: 'instant'; readonly sql: Sql }
  | { readonly kind: 'uuid'; readonly sql: Sql };

/** Values of a multi-valued complex attribute that are rows elsewhere, e.g. the members of a group. */
export interface RowList {
  /** What stands after `from`: tables with aliases. */
  readonly from: Sql;
  /** Binds the rows to the resource; names the organization too. */
  readonly where: Condition;
  /** By sub-attribute name. A sub-attribute that is not here has no value. */
  readonly columns: ReadonlyMap<string, Column>;
}

/** A query for one row: `total`, and `state`, a text that differs whenever the set of rows does. */
export interface Counter {
  /** Tells this scope from all others. */
  readonly key: string;
  readonly sql: Sql<{ readonly total: number; readonly state: string }>;
}

/** A table beside that of the resources, with one row for each, that has one attribute and an index of it. */
interface NarrowTable {
  /** The path of the attribute. */
  readonly path: string;
  /** What stands after `from` where nothing else of the resource is asked for. */
  readonly from: Sql;
  readonly scope: Condition;
  /** The id of the resource, as the index has it. */
  readonly id: Sql<string>;
}

/**
 * A table of resources of one type, as queries see it. Maps go by attribute path as the schema spells it
 * (`meta.lastModified`, `urn:…:User:department`).
 */
export interface SearchTable {
  /** What stands after `from`; the expressions below are qualified by its name. */
  readonly from: Sql;
  /** Which rows belong to the query at all. It names the organization: nothing else does. */
  readonly scope: Condition;
  readonly id: Sql<string>;
  /** The search document (see `toSearchDocument`): everything that is not mapped. */
  readonly document: Sql;
  /** How the document writes names; absent: as the schema does. */
  readonly spelling?: Spelling;
  readonly columns: ReadonlyMap<string, Column>;
  /** Top-level attributes that are worked out: expressions that yield `jsonb` in the form of a search document. */
  readonly documents: ReadonlyMap<string, Sql>;
  readonly lists: ReadonlyMap<string, RowList>;
  /** Sub-attributes of multi-valued attributes whose values have a GIN index: a `jsonb` list of all the values. */
  readonly indexedValues: ReadonlyMap<string, Sql>;
  /** Whether a GIN index answers which search documents contain a part. */
  readonly documentIndexed?: true;
  /**
   * True for every row whose search document has a text value with this part, as JSON writes it, and cheaper to ask than to
   * make the document.
   */
  readonly mentions?: (part: string) => Condition;
  /** A value that few resources have, by the attribute's path, and an indexed condition that is true for all of those. */
  readonly rare?: { readonly path: string; readonly value: JsonValue; readonly condition: Condition };
  /** What is walked along when it is sorted by; part of `from` too. */
  readonly narrow?: NarrowTable;
  /** How many rows the scope has, where that is known without counting them. */
  readonly counter?: Counter;
}
