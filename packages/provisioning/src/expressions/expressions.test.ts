import { describe, expect, it } from 'vitest';
import { faultCases, valueFaultCases } from './cases/fault-cases.testing.ts';
import { aloneCases, relatedCases, relatedFaults } from './cases/related-cases.testing.ts';
import { valueCases } from './cases/value-cases.testing.ts';
import { checkExpression } from './check-expression.ts';
import { evaluateExpression, explainExpression, type EvaluationContext } from './evaluate-expression.ts';
import { describeError, ExpressionError } from './expression-error.ts';
import { signatureOf } from './function-definition.ts';
import { oktaFunctions } from './functions/function-table.ts';
import { hana, hanaSchemas } from './hana.testing.ts';
import { parseOktaExpression } from './okta-parser.ts';
import { printOktaExpression } from './okta-printer.ts';
import { inputsOf } from './tree.ts';

function faultsOf(text: string): readonly ExpressionError[] {
  try {
    return checkExpression(parseOktaExpression(text), hanaSchemas).errors;
  } catch (error) {
    if (error instanceof ExpressionError) return [error];
    throw error;
  }
}

it.each([...valueCases, ...relatedCases])('%s', (text, value) => {
  expect(faultsOf(text)).toEqual([]);
  const tree = parseOktaExpression(text);
  expect(evaluateExpression(tree, hana)).toEqual(value);
  const printed = printOktaExpression(tree);
  expect(evaluateExpression(parseOktaExpression(printed), hana)).toEqual(value);
});

it.each([...faultCases, ...relatedFaults])('refuses %s', (text, fault, at, says) => {
  const [first] = faultsOf(text);
  expect(first).toMatchObject({ fault, message: expect.stringContaining(says) });
  const { start = 0, end = 0 } = first ?? {};
  const piece = text.slice(start, end);
  expect([piece, piece.slice(1, -1)]).toContain(at);
});

const alone: EvaluationContext = {
  ...hana,
  attribute: (profile, attribute, of) => (of === 'manager' ? 'somebody' : hana.attribute(profile, attribute, of)),
  managerId: null,
  managerHasAccount: () => false,
  groups: [],
};

it.each(aloneCases)('%s, for somebody without manager and groups', (text, value) => {
  expect(faultsOf(text)).toEqual([]);
  expect(evaluateExpression(parseOktaExpression(text), alone)).toEqual(value);
});

it.each(valueFaultCases)('has no value for %s', (text, says) => {
  expect(faultsOf(text)).toEqual([]);
  const { outcome } = explainExpression(parseOktaExpression(text), hana);
  expect(outcome).toMatchObject({ error: { fault: 'bad-value', message: expect.stringContaining(says) } });
});

const cases = [...valueCases, ...relatedCases, ...aloneCases, ...faultCases, ...relatedFaults, ...valueFaultCases];

it('has at least 300 cases, and at least three of every function', () => {
  expect(cases.length).toBeGreaterThanOrEqual(300);
  const few = [...oktaFunctions.keys()].filter((name) => {
    const called = new RegExp(`(?<![\\w.])${name.replace('.', '\\.')}\\(`);
    return cases.filter(([text]) => called.test(text)).length < 3;
  });
  expect(few).toEqual([]);
});

describe('the function table', () => {
  it.each([...oktaFunctions.values()])('tells the truth about $name', (definition) => {
    const { call, gives } = definition.example;
    expect(signatureOf(definition)).toMatch(new RegExp(`^${definition.name.replace('.', '\\.')}\\(.*\\)$`));
    expect(faultsOf(call)).toEqual([]);
    const value = evaluateExpression(parseOktaExpression(call), hana);
    expect(value).toEqual(evaluateExpression(parseOktaExpression(gives), hana));
  });
});

it('explains every part that took part', () => {
  const text = 'user.middleName != null ? user.middleName : String.toUpperCase(user.firstName)';
  const { steps, outcome } = explainExpression(parseOktaExpression(text), hana);
  expect(outcome).toEqual({ value: 'HANA' });
  expect(steps.map(({ start, end, value, depth }) => [text.slice(start, end), value, depth])).toEqual([
    ['user.middleName', null, 2],
    ['user.middleName != null', false, 1],
    ['user.firstName', 'Hana', 2],
    ['String.toUpperCase(user.firstName)', 'HANA', 1],
    [text, 'HANA', 0],
  ]);
});

it('explains what came before a failure', () => {
  const { steps, outcome } = explainExpression(parseOktaExpression('Convert.toInt(user.firstName)'), hana);
  expect(steps).toMatchObject([{ value: 'Hana' }]);
  expect(outcome).toMatchObject({ error: { fault: 'bad-value', start: 0 } });
});

it('knows what an expression reads', () => {
  const text = 'user.lastName + user.firstName + user.lastName + (isMemberOfGroup("a") ? appuser.userName : "")';
  expect(inputsOf(parseOktaExpression(text))).toEqual({
    attributes: ['appuser.userName', 'user.firstName', 'user.lastName'],
    functions: ['isMemberOfGroup'],
  });
});

it('says where, counted from 1', () => {
  const [error] = faultsOf('"a" + usr.x');
  expect(error === undefined ? '' : describeError(error)).toMatch(/^At character 7: There is no profile “usr”/);
});

it.each([
  ['user.level', 'string', true],
  ['user.level', 'integer', true],
  ['user.firstName', 'integer', false],
  ['user.manager', 'boolean', true],
  ['"true"', 'boolean', false],
  ['user.services', 'string-array', true],
  ['user.services', 'string', false],
  ['{1, 2}', 'string-array', true],
  ['{{1}}', 'string-array', false],
  ['null', 'integer', true],
] as const)('%s for an attribute of type %s: %s', (text, target, fits) => {
  const { errors } = checkExpression(parseOktaExpression(text), hanaSchemas, target);
  expect(errors.map(({ fault }) => fault)).toEqual(fits ? [] : ['wrong-result']);
});
