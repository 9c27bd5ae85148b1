import { kindsForAttribute, typeOfAttribute, type AttributeType, type ProfileSchemas } from './attribute-type.ts';
import { ExpressionError, type ExpressionFault, type FaultNames } from './expression-error.ts';
import type { FunctionDefinition, Parameter } from './function-definition.ts';
import { elementAt } from './functions/array-functions.ts';
import { oktaFunctions, unsupportedFunctions } from './functions/function-table.ts';
import { printOktaExpression } from './okta-printer.ts';
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
  stringsType,
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
  if ('of' in node) return foundType(checker, node);
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
    case 'criteria': {
      const message = 'Criteria in braces are for user.getGroups and user.isMemberOf; an array has no colons.';
      checker.report('unexpected', node, message, { found: ':' });
      return criteriaType(checker, node);
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

/** An attribute of a profile. `written` is how the text names the profile, for the suggestion. */
function referenceType(
  checker: Checker,
  node: Span & { readonly profile: string; readonly attribute: string },
  written = node.profile,
): Type {
  const { schemas, report } = checker;
  const profile = schemas.get(node.profile);
  if (profile === undefined) {
    reportProfile(checker, node, node.profile);
    return type(anything);
  }
  const attribute = profile.get(node.attribute);
  if (attribute !== undefined) return withNull(typeOfAttribute(attribute));
  const near = suggest(node.attribute, [...profile.keys()]);
  const suggestion = near === undefined ? undefined : `${written}.${near}`;
  const message = `The profile “${node.profile}” has no attribute “${node.attribute}”.${didYouMean(suggestion)}`;
  report('unknown-attribute', node, message, {
    profile: node.profile,
    found: node.attribute,
    ...suggested(suggestion),
  });
  return type(anything);
}

/** Named in a message; there may be as many as there are applications. */
const mostKnown = 12;

function reportProfile({ schemas, report }: Checker, span: Span, found: string): void {
  const names = [...schemas.keys()];
  const suggestion = suggest(found, names);
  const known = names.slice(0, mostKnown).join(', ');
  const message = `There is no profile “${found}”.${didYouMean(suggestion)} There is: ${known}.`;
  report('unknown-profile', span, message, { found, known, ...suggested(suggestion) });
}

/** What is read of what a call finds. */
function foundType(checker: Checker, node: NodeOf<'property' | 'projection'>): Type {
  return node.kind === 'property' ? propertyType(checker, node) : projectionType(checker, node);
}

/** `.attribute` after a call. Of whom nobody is found, every attribute is null. */
function propertyType(checker: Checker, node: NodeOf<'property'>): Type {
  const { of, attribute, start, end } = node;
  const finds = oktaFunctions.get(of.name)?.finds;
  const found = typeOf(checker, of);
  if (finds === undefined) {
    if (oktaFunctions.has(of.name)) reportNoAttribute(checker, node);
    return type(anything);
  }
  if (finds.who === 'nobody') return found;
  const profile = finds.profile(of.items);
  // the call itself was refused
  if (profile === undefined || !checker.schemas.has(profile)) return type(anything);
  const written = printOktaExpression(of);
  return referenceType(checker, { profile, attribute, start, end }, written);
}

/** `.![attribute]` after a call. */
function projectionType(checker: Checker, node: NodeOf<'projection'>): Type {
  const definition = oktaFunctions.get(node.of.name);
  const found = typeOf(checker, node.of);
  if (definition === undefined) return stringsType;
  if (definition.projects === undefined) reportNoAttribute(checker, node);
  else if (!definition.projects.includes(node.attribute)) {
    const known = definition.projects.join(', ');
    const message = `Of each there is: ${known}.`;
    checker.report('unknown-attribute', node, message, { profile: node.of.name, found: node.attribute, known });
  }
  return (found.kinds & bits.null) === 0 ? stringsType : withNull(stringsType);
}

function reportNoAttribute({ report }: Checker, node: NodeOf<'property' | 'projection'>): void {
  const message = `${node.of.name} gives a value without attributes. Functions cannot be called on a value either: write String.toUpperCase(user.firstName).`;
  report('unknown-attribute', node, message, { profile: node.of.name, found: node.attribute });
}

function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
}

function suggested(suggestion: string | undefined): FaultNames {
  return suggestion === undefined ? {} : { suggestion };
}

function callType(checker: Checker, node: NodeOf<'call'>): Type {
  const definition = oktaFunctions.get(node.name);
  if (definition === undefined) {
    node.items.forEach((item) => typeOf(checker, item));
    reportUnknown(checker, node);
    return type(anything);
  }
  const items = node.items.map((item, index) => argumentType(checker, item, parameterAt(definition, index)));
  if (!hasRightCount(definition, items.length)) reportCount(checker, node, definition);
  items.forEach((item, index) => {
    const parameter = parameterAt(definition, index);
    const argument = node.items[index];
    if (parameter === undefined || argument === undefined) return;
    expectArgument(checker, argument, item, parameter);
  });
  const fault = definition.check?.(node.items);
  if (fault !== undefined) checker.report('bad-value', node, fault, { name: node.name });
  const profile = definition.finds?.who === 'manager' ? definition.finds.profile(node.items) : undefined;
  if (profile !== undefined && !checker.schemas.has(profile)) reportProfile(checker, node, profile);
  const returns = typeof definition.returns === 'function' ? definition.returns(items) : definition.returns;
  const passesNull = items.some(
    ({ kinds }, index) => (kinds & bits.null) !== 0 && parameterAt(definition, index)?.nullable !== true,
  );
  return passesNull ? withNull(returns) : returns;
}

/** Criteria are in order where a function takes them. */
function argumentType(checker: Checker, item: ExpressionNode, parameter: Parameter | undefined): Type {
  return item.kind === 'criteria' && parameter?.criteria === true ? criteriaType(checker, item) : typeOf(checker, item);
}

/** What criteria ask for may be one value or an array. */
function criteriaType(checker: Checker, { items }: NodeOf<'criteria'>): Type {
  items.forEach((item) => expectKinds(checker, item, typeOf(checker, item), bits.string | bits.array));
  return type(bits.array);
}

function expectArgument(checker: Checker, argument: ExpressionNode, given: Type, parameter: Parameter): void {
  const { kinds, criteria } = parameter;
  if (criteria !== true) expectKinds(checker, argument, given, kinds);
  if (criteria !== true || argument.kind === 'criteria' || fits(given.kinds, kinds)) return;
  const expected = kinds === 0 ? 'criteria in braces' : `criteria in braces or ${describeKinds(kinds)}`;
  const message = `This must be ${expected}, but it is ${describeKinds(given.kinds)}.`;
  const names = { expected: kindNames(kinds), found: kindNames(given.kinds) };
  checker.report('wrong-type', argument, message, names);
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
