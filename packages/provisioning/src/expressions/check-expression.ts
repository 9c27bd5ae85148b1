import { kindsForAttribute, typeOfAttribute, type AttributeType, type ProfileSchemas } from './attribute-type.ts';
import { ExpressionError, type ExpressionFault, type FaultNames } from './expression-error.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { elementAt } from './functions/array-functions.ts';
import { oktaFunctions, unsupportedFunctions } from './functions/function-table.ts';
import { readPattern } from './pattern.ts';
import { suggest } from './suggest.ts';
import type { ExpressionNode, Span } from './tree.ts';
import {
  anything,
  bits,
  booleanType,
  describeKinds,
  fits,
  kindNames,
  numberType,
  stringType,
  type,
  unionOf,
  withNull,
  withoutNull,
  type Type,
} from './type.ts';

/** What checking found: what the value may be, and everything that is wrong. With errors the type is a guess. */
export interface CheckedExpression {
  readonly type: Type;
  readonly errors: readonly ExpressionError[];
}

/**
 * Looks every name up and works out every type. An expression without errors never meets a value of a kind that it
 * cannot take; only what values say may still fail, `Convert.toInt("x")`. With `target`, the result must be what an
 * attribute of that type holds.
 */
export function checkExpression(
  tree: ExpressionNode,
  schemas: ProfileSchemas,
  target?: AttributeType,
): CheckedExpression {
  const errors: ExpressionError[] = [];
  const checker: Checker = {
    schemas,
    report: (fault, span, message, names) => void errors.push(new ExpressionError(fault, span, message, names)),
  };
  const found = typeOf(checker, tree);
  if (errors.length === 0 && target !== undefined) checkResult(checker, tree, found, target);
  return { type: found, errors };
}

interface Checker {
  readonly schemas: ProfileSchemas;
  readonly report: (fault: ExpressionFault, span: Span, message: string, names?: FaultNames) => void;
}

function checkResult({ report }: Checker, tree: ExpressionNode, found: Type, target: AttributeType): void {
  const asked = kindsForAttribute(target);
  const elements = target !== 'string-array' || fits(found.elements, bits.string | bits.number | bits.boolean);
  if (fits(found.kinds, asked) && elements) return;
  const words = { expected: kindNames(asked), found: kindNames(found.kinds) };
  report(
    'wrong-result',
    tree,
    `The attribute takes ${describeKinds(asked)}; the expression gives ${describeKinds(found.kinds)}.`,
    words,
  );
}

function typeOf(checker: Checker, node: ExpressionNode): Type {
  switch (node.kind) {
    case 'literal':
      return literalType(node.value);
    case 'array':
      return type(
        bits.array,
        node.items.map((item) => typeOf(checker, item).kinds).reduce((all, one) => all | one, 0),
      );
    case 'reference':
      return referenceType(checker, node);
    case 'call':
      return callType(checker, node);
    case 'not':
      expectKinds(checker, node.operand, typeOf(checker, node.operand), bits.boolean);
      return booleanType;
    case 'binary':
      return binaryType(checker, node);
    case 'conditional': {
      expectKinds(checker, node.condition, typeOf(checker, node.condition), bits.boolean);
      return unionOf(typeOf(checker, node.yes), typeOf(checker, node.no));
    }
    case 'elvis':
      return unionOf(withoutNull(typeOf(checker, node.left)), typeOf(checker, node.right));
    case 'index': {
      const array = typeOf(checker, node.array);
      expectKinds(checker, node.array, array, bits.array);
      expectKinds(checker, node.index, typeOf(checker, node.index), bits.number);
      return elementAt(array.elements);
    }
    default:
      return node satisfies never;
  }
}

function literalType(value: string | number | boolean | null): Type {
  if (typeof value === 'string') return stringType;
  if (typeof value === 'number') return numberType;
  return value === null ? type(bits.null) : booleanType;
}

function expectKinds({ report }: Checker, span: Span, given: Type, asked: number): void {
  if (fits(given.kinds, asked)) return;
  const [expected, found] = [describeKinds(asked), describeKinds(given.kinds)];
  report('wrong-type', span, `This must be ${expected}, but it is ${found}.`, {
    expected: kindNames(asked),
    found: kindNames(given.kinds),
  });
}

type NodeOf<K extends ExpressionNode['kind']> = Extract<ExpressionNode, { kind: K }>;

function referenceType({ schemas, report }: Checker, node: NodeOf<'reference'>): Type {
  const profile = schemas.get(node.profile);
  if (profile === undefined) {
    const suggestion = suggest(node.profile, [...schemas.keys()]);
    const known = [...schemas.keys()].join(', ');
    const message = `There is no profile “${node.profile}”.${didYouMean(suggestion)} There is: ${known}.`;
    report('unknown-profile', node, message, { found: node.profile, known, ...suggested(suggestion) });
    return type(anything);
  }
  const attribute = profile.get(node.attribute);
  if (attribute !== undefined) return withNull(typeOfAttribute(attribute));
  const near = suggest(node.attribute, [...profile.keys()]);
  const suggestion = near === undefined ? undefined : `${node.profile}.${near}`;
  const message = `The profile “${node.profile}” has no attribute “${node.attribute}”.${didYouMean(suggestion)}`;
  report('unknown-attribute', node, message, {
    profile: node.profile,
    found: node.attribute,
    ...suggested(suggestion),
  });
  return type(anything);
}

function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
}

function suggested(suggestion: string | undefined): FaultNames {
  return suggestion === undefined ? {} : { suggestion };
}

function callType(checker: Checker, node: NodeOf<'call'>): Type {
  const definition = oktaFunctions.get(node.name);
  const items = node.items.map((item) => typeOf(checker, item));
  if (definition === undefined) {
    reportUnknown(checker, node);
    return type(anything);
  }
  if (!hasRightCount(definition, items.length)) reportCount(checker, node, definition);
  items.forEach((item, index) => {
    const parameter = parameterAt(definition, index);
    const argument = node.items[index];
    if (parameter !== undefined && argument !== undefined) expectKinds(checker, argument, item, parameter.kinds);
  });
  const fault = definition.check?.(node.items);
  if (fault !== undefined) checker.report('bad-value', node, fault, { name: node.name });
  const returns = typeof definition.returns === 'function' ? definition.returns(items) : definition.returns;
  const passesNull = items.some(
    ({ kinds }, index) => (kinds & bits.null) !== 0 && parameterAt(definition, index)?.nullable !== true,
  );
  return passesNull ? withNull(returns) : returns;
}

/** The parameter that an argument is for; what goes beyond the last one belongs to it where it repeats. */
export function parameterAt(
  { parameters }: FunctionDefinition,
  index: number,
): FunctionDefinition['parameters'][number] | undefined {
  const last = parameters.at(-1);
  return parameters[index] ?? (last?.rest === true ? last : undefined);
}

export function hasRightCount({ parameters }: FunctionDefinition, count: number): boolean {
  const needed = parameters.filter(({ optional, rest }) => optional !== true && rest !== true).length;
  return count >= needed && (count <= parameters.length || parameters.at(-1)?.rest === true);
}

function reportCount({ report }: Checker, node: NodeOf<'call'>, { name, parameters }: FunctionDefinition): void {
  const wanted = parameters.map((one) => (one.rest ? `${one.name}…` : one.name)).join(', ');
  const found = String(node.items.length);
  const message = `${name} takes (${wanted}), but here ${node.items.length === 1 ? 'is 1 argument' : `are ${found} arguments`}.`;
  report('argument-count', node, message, { name, expected: wanted, found });
}

function reportUnknown({ report }: Checker, { name, start, nameEnd }: NodeOf<'call'>): void {
  const span = { start, end: nameEnd };
  const suggestion = suggest(name, [...oktaFunctions.keys()]);
  const known = unsupportedFunctions.find(([pattern]) => pattern.test(name));
  if (known !== undefined && (suggestion === undefined || known !== unsupportedFunctions.at(-1))) {
    report('unsupported-function', span, `${name} cannot be used here. ${known[1]}`, { name });
    return;
  }
  report('unknown-function', span, `There is no function ${name}.${didYouMean(suggestion)}`, {
    name,
    ...suggested(suggestion),
  });
}

function binaryType(checker: Checker, node: NodeOf<'binary'>): Type {
  const left = typeOf(checker, node.left);
  const right = typeOf(checker, node.right);
  switch (node.operator) {
    case 'and':
    case 'or':
      expectKinds(checker, node.left, left, bits.boolean);
      expectKinds(checker, node.right, right, bits.boolean);
      return booleanType;
    case '+':
      return sumType(checker, node, left, right);
    case 'matches':
      expectKinds(checker, node.left, left, bits.string);
      expectKinds(checker, node.right, right, bits.string);
      checkPattern(checker, node.right);
      return booleanType;
    case '==':
    case '!=':
      checkEquality(checker, node, left, right);
      return booleanType;
    case '<':
    case '>':
    case '<=':
    case '>=':
      checkOrder(checker, node, left, right);
      return booleanType;
    default:
      return node.operator satisfies never;
  }
}

const scalar = bits.string | bits.number | bits.boolean;

/** Numbers are added, everything else is joined; a number and null make null. */
function sumType(checker: Checker, node: NodeOf<'binary'>, left: Type, right: Type): Type {
  expectKinds(checker, node.left, left, scalar);
  expectKinds(checker, node.right, right, scalar);
  const [one, other] = [left.kinds, right.kinds];
  const joins = (kinds: number): boolean => (kinds & (bits.string | bits.boolean)) !== 0;
  const mayBeNull = (kinds: number): boolean => (kinds & bits.null) !== 0;
  const addable = (kinds: number): boolean => (kinds & bits.number) !== 0;
  const text = joins(one) || joins(other) ? bits.string : 0;
  const sum = addable(one) && addable(other) ? bits.number : 0;
  const nothing =
    (mayBeNull(one) && (mayBeNull(other) || addable(other))) || (mayBeNull(other) && addable(one)) ? bits.null : 0;
  return type(text | sum | nothing);
}

function checkPattern({ report }: Checker, node: ExpressionNode): void {
  if (node.kind !== 'literal' || typeof node.value !== 'string') return;
  const pattern = readPattern(node.value);
  if ('reason' in pattern) report('bad-pattern', node, pattern.reason, { found: node.value });
}

function checkEquality({ report }: Checker, node: NodeOf<'binary'>, left: Type, right: Type): void {
  if ((left.kinds & right.kinds) !== 0 || left.kinds === 0 || right.kinds === 0) return;
  const [one, other] = [describeKinds(left.kinds), describeKinds(right.kinds)];
  report('never-equal', node, `These can never be equal: on the left is ${one}, on the right ${other}.`, {
    left: kindNames(left.kinds),
    right: kindNames(right.kinds),
  });
}

/** Numbers compare with numbers and strings with strings. */
function checkOrder(checker: Checker, node: NodeOf<'binary'>, left: Type, right: Type): void {
  const both = left.kinds | right.kinds;
  if (fits(both, bits.number) || fits(both, bits.string)) return;
  const asked = fits(left.kinds, bits.number) ? bits.number : bits.string;
  const wrong = fits(left.kinds, asked) ? ([node.right, right] as const) : ([node.left, left] as const);
  expectKinds(checker, wrong[0], wrong[1], asked);
}
