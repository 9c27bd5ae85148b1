import type { AttributePath } from '../path/attribute-path.ts';

/** RFC 7644 §3.4.2.2 table 3, without `pr`. */
export type ComparisonOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** A literal (RFC 7644 §3.4.2.2 figure 1, `compValue`). */
export type FilterValue = string | number | boolean | null;

/** A filter as written (RFC 7644 §3.4.2.2 figure 1). Nodes are frozen. */
export type Filter = AndFilter | OrFilter | NotFilter | ComparisonFilter | PresentFilter | ValuePathFilter;

/** Operands joined by `and`. */
export interface AndFilter {
  readonly kind: 'and';
  /** Two or more. */
  readonly operands: readonly Filter[];
}

/** Operands joined by `or`. */
export interface OrFilter {
  readonly kind: 'or';
  /** Two or more. */
  readonly operands: readonly Filter[];
}

/** `not (operand)`. */
export interface NotFilter {
  readonly kind: 'not';
  readonly operand: Filter;
}

/** `path operator value`. */
export interface ComparisonFilter {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly path: AttributePath;
  readonly value: FilterValue;
  /** The number as written, when a JavaScript number cannot give it back (`1.0`, `12345678901234567890`). */
  readonly literal?: string;
}

/** `path pr`. */
export interface PresentFilter {
  readonly kind: 'present';
  readonly path: AttributePath;
}

/** `attribute[filter]`: one and the same value of the attribute fulfils the filter. */
export interface ValuePathFilter {
  readonly kind: 'valuePath';
  readonly path: AttributePath;
  readonly filter: Filter;
}

/** Makes a frozen node; two operands or more. */
export function andFilter(operands: readonly Filter[]): AndFilter {
  return Object.freeze({ kind: 'and', operands: Object.freeze([...operands]) });
}

/** Makes a frozen node; two operands or more. */
export function orFilter(operands: readonly Filter[]): OrFilter {
  return Object.freeze({ kind: 'or', operands: Object.freeze([...operands]) });
}

/** Makes a frozen node. */
export function notFilter(operand: Filter): NotFilter {
  return Object.freeze({ kind: 'not', operand });
}

/** Makes a frozen node; `literal` as in `ComparisonFilter`. */
export function comparisonFilter(
  path: AttributePath,
  operator: ComparisonOperator,
  value: FilterValue,
  literal?: string,
): ComparisonFilter {
  return Object.freeze({
    kind: 'comparison',
    operator,
    path,
    value,
    ...(literal === undefined ? {} : { literal }),
  });
}

/** Makes a frozen node. */
export function presentFilter(path: AttributePath): PresentFilter {
  return Object.freeze({ kind: 'present', path });
}

/** Makes a frozen node; `path` has no sub-attribute, and `filter` no value path in it. */
export function valuePathFilter(path: AttributePath, filter: Filter): ValuePathFilter {
  return Object.freeze({ kind: 'valuePath', path, filter });
}
