import { strictDialect, ToleranceRecorder } from '../dialect.ts';
import type { AppliedTolerance, Tolerances } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import { printAttributePath } from '../path/attribute-path.ts';
import type { AttributePath } from '../path/attribute-path.ts';
import { resolveAttribute } from '../path/resolve-path.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import type { AttributeType } from '../schema/attribute-definition.ts';
import { instantOf } from '../schema/date-time.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import type { CheckedFilter } from './checked-filter.ts';
import type { ComparisonFilter, ComparisonOperator, Filter, FilterValue } from './filter-node.ts';
import { parseFilter } from './parse-filter.ts';
import type { FilterLimits } from './parse-filter.ts';

type FindAttribute = (path: AttributePath) => ResourceAttribute | undefined;

interface Checker {
  readonly find: FindAttribute;
  readonly recorder: ToleranceRecorder;
}

/**
 * Looks the filter's names up in a resource type and checks that every comparison makes sense.
 * @throws ScimError `invalidFilter` for an unknown attribute, an operator that the attribute's type does not have
 *   (RFC 7644 §3.4.2.2 table 3), or a value of another type
 */
export function checkFilter(
  filter: Filter,
  type: ResourceTypeDefinition,
  recorder: ToleranceRecorder = new ToleranceRecorder(strictDialect),
): CheckedFilter {
  return checkNode(filter, { find: (path) => resolveAttribute(type, path, recorder), recorder });
}

/** Checks the filter within square brackets: its names are sub-attributes of `attribute`. */
export function checkValueFilter(
  filter: Filter,
  attribute: ResourceAttribute,
  recorder: ToleranceRecorder,
): CheckedFilter {
  const find: FindAttribute = (path) =>
    path.schema === undefined && path.subAttribute === undefined
      ? attribute.subAttributes.find(path.attribute)
      : undefined;
  return checkNode(filter, { find, recorder });
}

/** Parses and checks a filter, and says which leniencies that took. */
export function compileFilter(
  text: string,
  type: ResourceTypeDefinition,
  options: { readonly dialect: Tolerances; readonly limits?: FilterLimits },
): { readonly filter: CheckedFilter; readonly tolerances: readonly AppliedTolerance[] } {
  const recorder = new ToleranceRecorder(options.dialect);
  const parsed = parseFilter(text, { recorder, ...(options.limits === undefined ? {} : { limits: options.limits }) });
  return { filter: checkFilter(parsed, type, recorder), tolerances: recorder.applied };
}

function checkNode(filter: Filter, checker: Checker): CheckedFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return Object.freeze({
        kind: filter.kind,
        operands: Object.freeze(filter.operands.map((operand) => checkNode(operand, checker))),
      });
    case 'not':
      return Object.freeze({ kind: 'not', operand: checkNode(filter.operand, checker) });
    case 'present':
      return Object.freeze({ kind: 'present', attribute: find(filter.path, checker) });
    case 'comparison':
      return checkComparison(filter, checker);
    case 'valuePath': {
      const attribute = find(filter.path, checker);
      return Object.freeze({
        kind: 'valuePath',
        attribute,
        filter: checkValueFilter(filter.filter, attribute, checker.recorder),
      });
    }
  }
}

function find(path: AttributePath, checker: Checker): ResourceAttribute {
  const attribute = checker.find(path);
  if (attribute === undefined) throw ScimError.invalidFilter(`There is no attribute "${printAttributePath(path)}"`);
  if (attribute.definition.returned === 'never') {
    throw ScimError.invalidFilter(`"${attribute.path}" cannot be used in a filter`);
  }
  return attribute;
}

function checkComparison(filter: ComparisonFilter, checker: Checker): CheckedFilter {
  const attribute = simpleAttribute(find(filter.path, checker));
  if (filter.value === null) return checkNull(filter.operator, attribute);
  checkOperator(filter.operator, attribute);
  const value = suitableValue(filter, filter.value, { attribute, recorder: checker.recorder });
  return Object.freeze({ kind: 'comparison', operator: filter.operator, attribute, value });
}

/** A complex attribute stands for its `value` sub-attribute, as in `emails co "example.com"`. */
function simpleAttribute(attribute: ResourceAttribute): ResourceAttribute {
  if (attribute.definition.type !== 'complex') return attribute;
  const value = attribute.subAttributes.find('value');
  if (value === undefined) throw ScimError.invalidFilter(`"${attribute.path}" needs a sub-attribute to compare`);
  return value;
}

/** RFC 7643 §2.5: `null` is the state of having no value. */
function checkNull(operator: ComparisonOperator, attribute: ResourceAttribute): CheckedFilter {
  const present: CheckedFilter = Object.freeze({ kind: 'present', attribute });
  if (operator === 'ne') return present;
  if (operator === 'eq') return Object.freeze({ kind: 'not', operand: present });
  throw ScimError.invalidFilter(`null cannot be compared with "${operator}"`);
}

const equality: ReadonlySet<ComparisonOperator> = new Set(['eq', 'ne']);
const ordering: ReadonlySet<ComparisonOperator> = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const all: ReadonlySet<ComparisonOperator> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);

const operatorsOf: Readonly<Record<AttributeType, ReadonlySet<ComparisonOperator>>> = {
  string: all,
  reference: all,
  dateTime: ordering,
  integer: ordering,
  decimal: ordering,
  boolean: equality,
  binary: equality,
  complex: new Set(),
};

function checkOperator(operator: ComparisonOperator, attribute: ResourceAttribute): void {
  const { type } = attribute.definition;
  if (operatorsOf[type].has(operator)) return;
  throw ScimError.invalidFilter(`"${attribute.path}" is of type ${type}, which "${operator}" does not compare`);
}

interface Target {
  readonly attribute: ResourceAttribute;
  readonly recorder: ToleranceRecorder;
}

function suitableValue(
  filter: ComparisonFilter,
  value: NonNullable<FilterValue>,
  target: Target,
): string | number | boolean {
  const { type } = target.attribute.definition;
  const suitable = valueOfType[type](filter, value, target);
  if (suitable !== undefined) return suitable;
  throw ScimError.invalidFilter(`"${target.attribute.path}" is of type ${type}, which the value is not`);
}

type ValueOfType = (
  filter: ComparisonFilter,
  value: NonNullable<FilterValue>,
  target: Target,
) => string | number | boolean | undefined;

const text: ValueOfType = (filter, value, { attribute, recorder }) => {
  if (typeof value === 'string') return value;
  return recorder.permits('unquotedLiteral', attribute.path) ? (filter.literal ?? String(value)) : undefined;
};

const number: ValueOfType = (_filter, value) => (typeof value === 'number' ? value : undefined);

const valueOfType: Readonly<Record<AttributeType, ValueOfType>> = {
  string: text,
  reference: text,
  binary: text,
  integer: number,
  decimal: number,
  dateTime: (_filter, value) => (typeof value === 'string' && instantOf(value) !== undefined ? value : undefined),
  boolean: (_filter, value, { attribute, recorder }) => {
    if (typeof value === 'boolean') return value;
    const flag = typeof value === 'string' ? booleanOfText(value) : undefined;
    return flag !== undefined && recorder.permits('textBoolean', attribute.path) ? flag : undefined;
  },
  complex: () => undefined,
};

/** `"True"`, `"false"` and the like. */
export function booleanOfText(value: string): boolean | undefined {
  const lower = value.toLowerCase();
  if (lower === 'true') return true;
  return lower === 'false' ? false : undefined;
}
