import { hasRightCount, parameterAt } from './check-expression.ts';
import { ExpressionError } from './expression-error.ts';
import { ValueError, type CallContext, type FunctionDefinition } from './function-definition.ts';
import { oktaFunctions } from './functions/function-table.ts';
import { expressionLimits } from './limits.ts';
import { readPattern } from './pattern.ts';
import type { BinaryOperator, CallNode, ExpressionNode, OrderOperator } from './tree.ts';
import { bits, describeKinds } from './type.ts';
import { equalValues, kindOf, textOf, type Value } from './value.ts';

/** What an expression is evaluated for. Attributes are asked for by name; what is not there is null. */
export interface EvaluationContext extends Omit<CallContext, 'size' | 'work'> {
  /** `of`: whose profile it is. */
  readonly attribute: (profile: string, attribute: string, of: 'user' | 'manager') => Value;
}

/** One part of an expression with its value, in the order in which they came about. */
export interface Step {
  readonly start: number;
  readonly end: number;
  /** How many parts it is inside of. */
  readonly depth: number;
  readonly value: Value;
}

/**
 * The value of an expression. Ends after a bounded number of steps with values of bounded size, whatever the
 * expression and the profile. Throws {@link ExpressionError} where a value has no result: `bad-value`, `too-large`,
 * `too-many-steps`, and for what the checker would have refused, `wrong-type`, `argument-count`, `unknown-function`.
 */
export function evaluateExpression(tree: ExpressionNode, context: EvaluationContext): Value {
  return evaluate({ context, steps: 0, depth: 0 }, tree);
}

/** As {@link evaluateExpression}, with the value of every part that took part; those before a failure, too. */
export function explainExpression(
  tree: ExpressionNode,
  context: EvaluationContext,
): {
  readonly steps: readonly Step[];
  readonly outcome: { readonly value: Value } | { readonly error: ExpressionError };
} {
  const trace: Step[] = [];
  try {
    return { steps: trace, outcome: { value: evaluate({ context, steps: 0, depth: 0, trace }, tree) } };
  } catch (error) {
    if (error instanceof ExpressionError) return { steps: trace, outcome: { error } };
    throw error;
  }
}

interface Run {
  readonly context: EvaluationContext;
  readonly trace?: Step[];
  steps: number;
  depth: number;
}

function spend(run: Run, node: ExpressionNode, steps: number): void {
  run.steps += steps;
  if (run.steps <= expressionLimits.steps) return;
  throw new ExpressionError('too-many-steps', node, 'The expression takes too many steps.');
}

function evaluate(run: Run, node: ExpressionNode): Value {
  spend(run, node, 1);
  run.depth += 1;
  const value = compute(run, node);
  run.depth -= 1;
  if (node.kind !== 'literal' && node.kind !== 'criteria')
    run.trace?.push({ start: node.start, end: node.end, depth: run.depth, value });
  return value;
}

function compute(run: Run, node: ExpressionNode): Value {
  if ('items' in node) return collect(run, node);
  if ('of' in node) return readOf(run, node);
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'reference':
      return readAttribute(run, node, 'user');
    case 'not':
      return !truth(run, node.operand);
    case 'binary':
      return operate(run, node);
    case 'conditional':
      return evaluate(run, truth(run, node.condition) ? node.yes : node.no);
    case 'elvis':
      return firstFilled(run, node);
    case 'index':
      return elementOf(run, node);
    default:
      return node satisfies never;
  }
}

/** Criteria are pairs of a key and what is asked for. */
function collect(run: Run, node: NodeOf<'array' | 'criteria' | 'call'>): Value {
  if (node.kind === 'call') return call(run, node);
  checkSize(run, node, 'elements', node.items.length);
  if (node.kind === 'array') return node.items.map((item) => evaluate(run, item));
  return node.items.map((item, index) => [node.keys[index] ?? null, evaluate(run, item)]);
}

interface Attribute {
  readonly profile: string;
  readonly attribute: string;
}

function readAttribute(run: Run, node: ExpressionNode & Attribute, of: 'user' | 'manager'): Value {
  const value = run.context.attribute(node.profile, node.attribute, of);
  if (typeof value === 'string') checkSize(run, node, 'text', value.length);
  if (typeof value === 'object' && value !== null) checkSize(run, node, 'elements', value.length);
  return value;
}

function readOf(run: Run, node: NodeOf<'property' | 'projection'>): Value {
  return node.kind === 'property' ? readFound(run, node) : call(run, node.of, node);
}

/** Of a user whom a call finds; null where it finds nobody. */
function readFound(run: Run, node: NodeOf<'property'>): Value {
  const finds = oktaFunctions.get(node.of.name)?.finds;
  const found = evaluate(run, node.of);
  if (found === null || finds?.who === 'nobody') return null;
  const profile = finds?.profile(node.of.items);
  if (profile === undefined) throw noAttribute(node);
  return readAttribute(run, { ...node, profile }, 'manager');
}

function noAttribute(node: NodeOf<'property' | 'projection'>): ExpressionError {
  return new ExpressionError('unknown-attribute', node, `There is no attribute “${node.attribute}”.`, {
    profile: node.of.name,
    found: node.attribute,
  });
}

/** An empty string counts as nothing here. */
function firstFilled(run: Run, { left, right }: NodeOf<'elvis'>): Value {
  const value = evaluate(run, left);
  return value === null || value === '' ? evaluate(run, right) : value;
}

/** Null counts as false. */
function truth(run: Run, node: ExpressionNode): boolean {
  const value = evaluate(run, node);
  if (value === null || typeof value === 'boolean') return value === true;
  throw wrongType(node, bits.boolean, value);
}

function wrongType(node: ExpressionNode, asked: number, value: Value): ExpressionError {
  const [expected, found] = [describeKinds(asked), describeKinds(bits[kindOf(value)])];
  return new ExpressionError('wrong-type', node, `This must be ${expected}, but it is ${found}.`, { expected, found });
}

function checkSize(run: Run, node: ExpressionNode, kind: 'text' | 'elements', length: number): void {
  const most = expressionLimits[kind];
  if (length > most) {
    const message =
      kind === 'text' ? `A string has at most ${most} characters.` : `An array has at most ${most} elements.`;
    throw new ExpressionError('too-large', node, message, { limit: String(most) });
  }
  spend(run, node, Math.floor(length / 50));
}

type NodeOf<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { kind: K }>;

function call(run: Run, node: CallNode, projection?: NodeOf<'projection'>): Value {
  const definition = oktaFunctions.get(node.name);
  if (definition === undefined) {
    throw new ExpressionError('unknown-function', node, `There is no function ${node.name}.`, { name: node.name });
  }
  const items = node.items.map((item) => evaluate(run, item));
  if (!hasRightCount(definition, items.length)) {
    throw new ExpressionError('argument-count', node, `${node.name} takes other arguments.`, { name: node.name });
  }
  if (!takes(definition, node, items)) return null;
  // what a function reads costs, too, however little it gives
  for (const item of items) spend(run, node, Math.floor(costOf(item) / 50));
  try {
    return apply(definition, items, contextOf(run, node), projection);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ExpressionError('bad-value', node, error.message, { name: node.name, ...error.names });
  }
}

function contextOf(run: Run, node: CallNode): CallContext {
  return {
    ...run.context,
    size: (kind, length) => checkSize(run, node, kind, length),
    work: (comparisons) => spend(run, node, Math.floor(comparisons / 10)),
  };
}

function apply(
  definition: FunctionDefinition,
  items: readonly Value[],
  context: CallContext,
  projection: NodeOf<'projection'> | undefined,
): Value {
  if (projection === undefined) return definition.run(items, context);
  const { project, projects = [] } = definition;
  if (project === undefined || !projects.includes(projection.attribute)) throw noAttribute(projection);
  return project(items, context, projection.attribute);
}

/** False where null makes the result null. Throws where an argument is of a kind that is not taken. */
function takes(definition: FunctionDefinition, node: CallNode, items: readonly Value[]): boolean {
  let complete = true;
  items.forEach((item, index) => {
    const parameter = parameterAt(definition, index);
    if (parameter === undefined) return;
    if (item === null) complete &&= parameter.nullable === true;
    else if (parameter.criteria === true && node.items[index]?.kind === 'criteria') return;
    else if ((bits[kindOf(item)] & parameter.kinds) === 0)
      throw wrongType(node.items[index] ?? node, parameter.kinds, item);
  });
  return complete;
}

function costOf(value: Value): number {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null ? value.reduce<number>((sum, one) => sum + 1 + costOf(one), 0) : 0;
}

function elementOf(run: Run, node: NodeOf<'index'>): Value {
  const array = evaluate(run, node.array);
  const index = evaluate(run, node.index);
  if (array === null || index === null) return null;
  if (typeof array !== 'object') throw wrongType(node.array, bits.array, array);
  if (typeof index !== 'number') throw wrongType(node.index, bits.number, index);
  return Number.isInteger(index) && index >= 0 ? (array[index] ?? null) : null;
}

function operate(run: Run, node: NodeOf<'binary'>): Value {
  const { operator } = node;
  if (operator === 'and') return truth(run, node.left) && truth(run, node.right);
  if (operator === 'or') return truth(run, node.left) || truth(run, node.right);
  const left = evaluate(run, node.left);
  const right = evaluate(run, node.right);
  spend(run, node, Math.floor((costOf(left) + costOf(right)) / 50));
  return combine(run, node, operator, [left, right]);
}

function combine(
  run: Run,
  node: NodeOf<'binary'>,
  operator: Exclude<BinaryOperator, 'and' | 'or'>,
  [left, right]: readonly [Value, Value],
): Value {
  switch (operator) {
    case '==':
      return equalValues(left, right);
    case '!=':
      return !equalValues(left, right);
    case '+':
      return add(run, node, left, right);
    case 'matches':
      return match(run, node, left, right);
    case '<':
    case '>':
    case '<=':
    case '>=':
      return compare(node, operator, left, right);
    default:
      return operator satisfies never;
  }
}

function add(run: Run, node: NodeOf<'binary'>, left: Value, right: Value): Value {
  if (typeof left === 'object' && left !== null) throw wrongType(node.left, bits.string, left);
  if (typeof right === 'object' && right !== null) throw wrongType(node.right, bits.string, right);
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Math.abs(sum) <= Number.MAX_SAFE_INTEGER) return sum;
    throw new ExpressionError('bad-value', node, 'The sum is too large a number.');
  }
  const numberOrNull = (value: Value): boolean => value === null || typeof value === 'number';
  if (numberOrNull(left) && numberOrNull(right)) return null;
  const [one, other] = [textOf(left), textOf(right)];
  checkSize(run, node, 'text', one.length + other.length);
  return one + other;
}

function match(run: Run, node: NodeOf<'binary'>, left: Value, right: Value): Value {
  if (left === null || right === null) return false;
  if (typeof left !== 'string') throw wrongType(node.left, bits.string, left);
  if (typeof right !== 'string') throw wrongType(node.right, bits.string, right);
  spend(run, node, Math.floor(left.length / 10) + right.length);
  const pattern = readPattern(right);
  if ('reason' in pattern) throw new ExpressionError('bad-value', node.right, pattern.reason);
  try {
    return pattern.matches(left);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ExpressionError('bad-value', node.left, error.message);
  }
}

/** Nothing is less or greater than null. Strings compare by their characters. */
function compare(node: NodeOf<'binary'>, operator: OrderOperator, left: Value, right: Value): boolean {
  if (left === null || right === null) return false;
  const asked = typeof left === 'number' ? bits.number : bits.string;
  if (typeof left !== 'number' && typeof left !== 'string') throw wrongType(node.left, asked, left);
  if (typeof right !== typeof left) throw wrongType(node.right, asked, right);
  switch (operator) {
    case '<':
      return left < (right as typeof left);
    case '>':
      return left > (right as typeof left);
    case '<=':
      return left <= (right as typeof left);
    case '>=':
      return left >= (right as typeof left);
    default:
      return operator satisfies never;
  }
}
