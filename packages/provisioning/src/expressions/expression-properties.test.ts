import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkExpression } from './check-expression.ts';
import { evaluateExpression, explainExpression } from './evaluate-expression.ts';
import { ExpressionError } from './expression-error.ts';
import { oktaFunctions } from './functions/function-table.ts';
import { hana, hanaSchemas } from './hana.testing.ts';
import { expressionLimits } from './limits.ts';
import { parseOktaExpression } from './okta-parser.ts';
import { printOktaExpression } from './okta-printer.ts';
import { childrenOf, type BinaryOperator, type CallNode, type ExpressionNode } from './tree.ts';
import { bits } from './type.ts';
import { kindOf, type Value } from './value.ts';

fc.configureGlobal({ seed: Number(process.env['LOCKSTEP_TEST_SEED'] ?? 1) });

const span = { start: 0, end: 0 };
const operators: readonly BinaryOperator[] = ['or', 'and', '==', '!=', '<', '>', '<=', '>=', 'matches', '+'];
const references = [...hanaSchemas].flatMap(([profile, names]) =>
  [...names.keys()].map((attribute) => ({ profile, attribute })),
);
/** What somebody would try who wants to get out. */
const hostile = [
  'constructor',
  '__proto__',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'process',
  'globalThis',
  '__defineGetter__',
];

const literal = fc
  .oneof(
    fc.string({ maxLength: 12 }),
    fc.integer({ min: -50, max: 2 ** 40 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(...hostile),
  )
  .map((value): ExpressionNode => ({ kind: 'literal', value: Object.is(value, -0) ? 0 : value, ...span }));

/** What is read of what a call finds. */
const found = fc.constantFrom('email', 'level', 'id', 'name', 'profile.name', ...hostile);
const criteriaKeys = fc.constantFrom('group.id', 'group.profile.name', 'group.type', 'operator', ...hostile);

const { node: anyTree } = fc.letrec<{ node: ExpressionNode }>((tie) => {
  const items = fc.array(tie('node'), { maxLength: 4 });
  const call = fc
    .tuple(fc.constantFrom(...oktaFunctions.keys()), items)
    .map(([name, list]): CallNode => ({ kind: 'call', name, nameEnd: 0, items: list, ...span }));
  return {
    node: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      literal,
      fc.constantFrom(...references).map((one): ExpressionNode => ({ kind: 'reference', ...one, ...span })),
      items.map((list): ExpressionNode => ({ kind: 'array', items: list, ...span })),
      call,
      fc
        .tuple(fc.constantFrom('property' as const, 'projection' as const), call, found)
        .map(([kind, of, attribute]): ExpressionNode => ({ kind, of, attribute, ...span })),
      fc.array(fc.tuple(criteriaKeys, tie('node')), { minLength: 1, maxLength: 3 }).map((pairs): ExpressionNode => ({
        kind: 'criteria',
        keys: pairs.map(([key]) => key),
        items: pairs.map(([, item]) => item),
        ...span,
      })),
      tie('node').map((operand): ExpressionNode => ({ kind: 'not', operand, ...span })),
      fc
        .tuple(fc.constantFrom(...operators), tie('node'), tie('node'))
        .map(([operator, left, right]): ExpressionNode => ({ kind: 'binary', operator, left, right, ...span })),
      fc
        .tuple(tie('node'), tie('node'), tie('node'))
        .map(([condition, yes, no]): ExpressionNode => ({ kind: 'conditional', condition, yes, no, ...span })),
      fc
        .tuple(tie('node'), tie('node'))
        .map(([left, right]): ExpressionNode => ({ kind: 'elvis', left, right, ...span })),
      fc
        .tuple(tie('node'), tie('node'))
        .map(([array, index]): ExpressionNode => ({ kind: 'index', array, index, ...span })),
    ),
  };
});

/** Names, signs and pieces in any order: mostly nonsense, sometimes an expression. */
const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'user.',
        'user',
        '.',
        '(',
        ')',
        '{',
        '}',
        '[',
        ']',
        '.![',
        '${',
        ',',
        '?',
        ':',
        '?:',
        '+',
        '-',
        '!',
        '==',
        '<',
        '"',
        "'",
        '"a"',
        '1',
        ' ',
        'AND',
        'matches',
        'null',
      ),
      fc.constantFrom(
        ...hostile,
        ...oktaFunctions.keys(),
        ...references.map((one) => `${one.profile}.${one.attribute}`),
      ),
      fc.string({ maxLength: 5, unit: 'binary' }),
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(''));

function withoutPlaces(node: ExpressionNode): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) => (['start', 'end', 'nameEnd'].includes(key) ? undefined : value)),
  );
}

/** Nothing but plain values, all the way down, and within the limits. */
function expectPlain(value: Value): void {
  if (typeof value === 'object' && value !== null) {
    expect(Object.getPrototypeOf(value)).toBe(Array.prototype);
    expect(value.length).toBeLessThanOrEqual(expressionLimits.elements);
    value.forEach(expectPlain);
    return;
  }
  expect(['string', 'number', 'boolean', 'object']).toContain(typeof value);
  if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(expressionLimits.text);
  if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
}

/** The value; undefined where the expression has none, for a reason of its own. */
function evaluateSafely(tree: ExpressionNode): Value | undefined {
  const { outcome, steps } = explainExpression(tree, hana);
  for (const { value } of steps) expectPlain(value);
  if ('value' in outcome) {
    expectPlain(outcome.value);
    return outcome.value;
  }
  expect(outcome.error).toBeInstanceOf(ExpressionError);
  return undefined;
}

const runs = { numRuns: 800 };

describe('any expression', () => {
  it('is the same after printing and reading it', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        expect(withoutPlaces(parseOktaExpression(printOktaExpression(tree)))).toEqual(withoutPlaces(tree));
      }),
      runs,
    );
  });

  it('gives a plain value or an error of its own, and the same again', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        expect(evaluateSafely(tree)).toEqual(evaluateSafely(tree));
      }),
      runs,
    );
  });

  it('without errors never meets a value of the wrong kind, and gives what the checker said', () => {
    let sound = 0;
    fc.assert(
      fc.property(anyTree, (tree) => {
        const { type, errors } = checkExpression(tree, hanaSchemas);
        if (errors.length > 0) return;
        sound += 1;
        const { outcome } = explainExpression(tree, hana);
        if ('error' in outcome) {
          expect(['bad-value', 'too-large', 'too-many-steps']).toContain(outcome.error.fault);
        } else {
          expect(type.kinds & bits[kindOf(outcome.value)]).not.toBe(0);
          if (Array.isArray(outcome.value)) {
            for (const one of outcome.value as readonly Value[]) expect(type.elements & bits[kindOf(one)]).not.toBe(0);
          }
        }
      }),
      { numRuns: 3000 },
    );
    expect(sound).toBeGreaterThan(200);
  });

  it('stands where its text says, inside what holds it', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const text = printOktaExpression(tree);
        const visit = (node: ExpressionNode): void => {
          for (const child of childrenOf(node)) {
            expect(child.start >= node.start && child.end <= node.end).toBe(true);
            visit(child);
          }
          expect(Object.isFrozen(node)).toBe(true);
        };
        visit(parseOktaExpression(text));
      }),
      { numRuns: 300 },
    );
  });
});

it('any text is an expression or has a fault with a place', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      try {
        const tree = parseOktaExpression(text);
        checkExpression(tree, hanaSchemas);
        evaluateSafely(tree);
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        expect(error.start >= 0 && error.start <= error.end && error.end <= text.length).toBe(true);
        expect(error.message).not.toBe('');
      }
    }),
    { numRuns: 2000 },
  );
});

describe('an attack', () => {
  const nested = (open: string, close: string, times: number): string =>
    open.repeat(times) + '"x"' + close.repeat(times);
  it.each([
    ['parentheses', nested('(', ')', 4998), 'too-deep'],
    ['arrays', nested('{', '}', 4998), 'too-deep'],
    ['NOT', `${'!'.repeat(9000)}true`, 'too-deep'],
    ['indexes', `user.services${'[0]'.repeat(3000)}`, 'too-deep'],
    ['conditions', `${'true?'.repeat(1900)}1`, 'too-deep'],
    ['a chain', `"a"${'+"a"'.repeat(2400)}`, 'too-deep'],
    ['length', `"${'x'.repeat(10_000)}"`, 'too-long'],
  ])('by %s is refused when it is read', (_name, text, fault) => {
    expect(() => parseOktaExpression(text)).toThrow(expect.objectContaining({ fault }));
  });

  const long = `"${'a'.repeat(1900)}"`;
  const doubled = (times: number): string =>
    times === 0 ? long : `String.replace(${doubled(times - 1)}, "a", "${'a'.repeat(90)}")`;
  it.each([
    ['a text that grows', doubled(3), 'too-large'],
    ['a pattern that backtracks', `${long} matches "(a+)+$" ? "y" : "n"`, undefined],
    ['a pattern as dear as patterns get', `${long} matches "(?:a?){300}a{300}(?:a|aa)*[ab]*c"`, undefined],
    [
      'many dear patterns',
      Array.from({ length: 40 }, () => `("${'a'.repeat(200)}" matches "(a?){200}")`).join(' AND '),
      undefined,
    ],
    [
      'many long texts',
      Array.from({ length: 120 }, () => `String.len(String.replace("${'a'.repeat(40)}", "a", "b"))`).join('+'),
      undefined,
    ],
  ])('by %s ends soon', (_name, text, fault) => {
    const tree = parseOktaExpression(text);
    const started = performance.now();
    const { outcome } = explainExpression(tree, hana);
    expect(performance.now() - started).toBeLessThan(20_000);
    if (fault !== undefined) expect(outcome).toMatchObject({ error: { fault } });
  });

  it('by criteria against many groups is refused before it is done', () => {
    const groups = Array.from({ length: 1000 }, (_, index) => ({ id: `${index}`, name: `Group ${index}` }));
    const wanted = Array.from({ length: 900 }, (_, index) => `'${index}'`).join(',');
    const tree = parseOktaExpression(`user.getGroups({'group.profile.name': {${wanted}}}).![id]`);
    expect(() => evaluateExpression(tree, { ...hana, groups })).toThrow(
      expect.objectContaining({ fault: 'too-many-steps' }),
    );
  });

  it('by what the profile holds meets the same limits', () => {
    const huge = 'x'.repeat(expressionLimits.text + 1);
    const tree = parseOktaExpression('String.len(user.firstName)');
    expect(() => evaluateExpression(tree, { ...hana, attribute: () => huge })).toThrow(
      expect.objectContaining({ fault: 'too-large' }),
    );
  });
});
