import type { ResourceAttribute } from '../schema/attribute-table.ts';
import type { ComparisonOperator } from './filter-node.ts';

/**
 * A filter whose names are looked up in a resource type and whose values suit the attributes.
 * What an evaluator or a compiler to SQL works on: nothing in it can be wrong any more.
 */
export type CheckedFilter = CheckedAnd | CheckedOr | CheckedNot | CheckedComparison | CheckedPresent | CheckedValuePath;

/** True when all operands are. */
export interface CheckedAnd {
  readonly kind: 'and';
  readonly operands: readonly CheckedFilter[];
}

/** True when an operand is. */
export interface CheckedOr {
  readonly kind: 'or';
  readonly operands: readonly CheckedFilter[];
}

/** True when the operand is not. */
export interface CheckedNot {
  readonly kind: 'not';
  readonly operand: CheckedFilter;
}

/**
 * `attribute` is never complex: `emails co "x"` has become `emails.value co "x"`. It may be multi-valued, or below a
 * multi-valued `attribute.parent`. `value` is a string for string, reference, binary and dateTime attributes (a valid
 * xsd:dateTime), a number for integer and decimal, a boolean for boolean. Comparisons with `null` have become
 * presence tests.
 */
export interface CheckedComparison {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly attribute: ResourceAttribute;
  readonly value: string | number | boolean;
}

/** `attribute` may be complex here. */
export interface CheckedPresent {
  readonly kind: 'present';
  readonly attribute: ResourceAttribute;
}

/** Within `filter` every `attribute.parent` is this `attribute`: the names are those of one element. */
export interface CheckedValuePath {
  readonly kind: 'valuePath';
  readonly attribute: ResourceAttribute;
  readonly filter: CheckedFilter;
}

/** One function for each kind of node: a forgotten one does not compile. */
export interface FilterVisitor<R> {
  and(node: CheckedAnd): R;
  or(node: CheckedOr): R;
  not(node: CheckedNot): R;
  comparison(node: CheckedComparison): R;
  present(node: CheckedPresent): R;
  valuePath(node: CheckedValuePath): R;
}

/** Calls the visitor's function for the node's kind; going further down is up to that function. */
export function visitFilter<R>(filter: CheckedFilter, visitor: FilterVisitor<R>): R {
  switch (filter.kind) {
    case 'and':
      return visitor.and(filter);
    case 'or':
      return visitor.or(filter);
    case 'not':
      return visitor.not(filter);
    case 'comparison':
      return visitor.comparison(filter);
    case 'present':
      return visitor.present(filter);
    case 'valuePath':
      return visitor.valuePath(filter);
  }
}
