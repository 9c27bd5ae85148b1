import { ExpressionError } from './expression-error.ts';
import { expressionLimits } from './limits.ts';
import { parseTemplate, templateStart } from './login-name-template.ts';
import { scanToken, type Token } from './scan.ts';
import type { BinaryOperator, ExpressionNode } from './tree.ts';

/**
 * Reads the Okta Expression Language, the part of it that mappings use: literals, arrays `{1, 2}`, `user.attribute`,
 * calls `String.len(…)`, `.attribute` and `.![attribute]` after a call, criteria `{'group.id': "x"}`, `[i]`, `!` and NOT, `+`, comparisons and `matches`, AND, OR, `? :` and `?:`, which bind in that
 * order. AND, OR, NOT, matches, true, false and null are written in any case; a quote inside a string is doubled.
 * A text with `${…}` is a template of a login name. One pass, no backtracking. Throws {@link ExpressionError} for the first thing that is wrong. Names are not looked up.
 */
export function parseOktaExpression(text: string): ExpressionNode {
  if (text.length > expressionLimits.length) {
    const span = { start: expressionLimits.length, end: text.length };
    throw new ExpressionError('too-long', span, `An expression has at most ${expressionLimits.length} characters.`, {
      limit: String(expressionLimits.length),
    });
  }
  return templateStart(text) < 0 ? readWhole(text) : parseTemplate(text, readWhole);
}

function readWhole(text: string): ExpressionNode {
  const reader: Reader = { text, token: scanToken(text, 0), depth: 0 };
  const tree = readConditional(reader);
  if (reader.token.kind !== 'end') throw unexpected(reader.token);
  return tree;
}

interface Reader {
  readonly text: string;
  /** The piece to be read next. */
  token: Token;
  depth: number;
}

function advance(reader: Reader): Token {
  const { token } = reader;
  reader.token = scanToken(reader.text, token.end);
  return token;
}

function unexpected({ kind, text, start, end }: Token): ExpressionError {
  if (kind === 'end') return new ExpressionError('unexpected-end', { start, end }, 'Something is missing at the end.');
  return new ExpressionError('unexpected', { start, end }, `“${text}” has no place here.`, { found: text });
}

/** Whether the next piece is the sign, or the word in any case. */
function at(reader: Reader, ...written: readonly string[]): boolean {
  const { kind, text } = reader.token;
  return kind === 'sign' || kind === 'name' ? written.includes(kind === 'name' ? text.toLowerCase() : text) : false;
}

function expect(reader: Reader, sign: string): Token {
  const { token } = reader;
  if (at(reader, sign)) return advance(reader);
  const { start, end } = token;
  const found = token.kind === 'end' ? '' : `, not “${token.text}”`;
  throw new ExpressionError(
    token.kind === 'end' ? 'unexpected-end' : 'unexpected',
    { start, end },
    `Here comes “${sign}”${found}.`,
    {
      found: token.text,
      expected: sign,
    },
  );
}

function freeze<N extends ExpressionNode>(node: N): N {
  return Object.freeze(node);
}

/** The one place where expressions nest, so the one that counts how deep. */
function readConditional(reader: Reader): ExpressionNode {
  reader.depth += 1;
  if (reader.depth > expressionLimits.depth) throw tooDeep(reader.token);
  const first = readOr(reader);
  const node = readRestOfConditional(reader, first);
  reader.depth -= 1;
  return node;
}

function tooDeep({ start, end }: Token): ExpressionError {
  return new ExpressionError('too-deep', { start, end }, 'The expression is nested too deeply.');
}

function readRestOfConditional(reader: Reader, first: ExpressionNode): ExpressionNode {
  if (at(reader, '?:')) {
    advance(reader);
    const right = readConditional(reader);
    return freeze({ kind: 'elvis', left: first, right, start: first.start, end: right.end });
  }
  if (!at(reader, '?')) return first;
  advance(reader);
  const yes = readConditional(reader);
  expect(reader, ':');
  const no = readConditional(reader);
  return freeze({ kind: 'conditional', condition: first, yes, no, start: first.start, end: no.end });
}

/** What the operators of one strength are, from the weakest to the strongest. */
const strengths: readonly (readonly (readonly [string, BinaryOperator])[])[] = [
  [
    ['or', 'or'],
    ['||', 'or'],
  ],
  [
    ['and', 'and'],
    ['&&', 'and'],
  ],
  [
    ['==', '=='],
    ['!=', '!='],
    ['<', '<'],
    ['>', '>'],
    ['<=', '<='],
    ['>=', '>='],
    ['matches', 'matches'],
  ],
  [['+', '+']],
];

function readOr(reader: Reader): ExpressionNode {
  return readBinary(reader, 0);
}

/** A chain of one strength holds to the left; how long it is counts as depth, since a chain is a tree as deep. */
function readBinary(reader: Reader, strength: number): ExpressionNode {
  const operators = strengths[strength];
  if (operators === undefined) return readUnary(reader);
  let left = readBinary(reader, strength + 1);
  const { depth } = reader;
  for (;;) {
    const found = operators.find(([written]) => at(reader, written));
    if (found === undefined) break;
    reader.depth += 1;
    if (reader.depth > expressionLimits.depth) throw tooDeep(reader.token);
    advance(reader);
    const right = readBinary(reader, strength + 1);
    left = freeze({ kind: 'binary', operator: found[1], left, right, start: left.start, end: right.end });
  }
  reader.depth = depth;
  return left;
}

function readUnary(reader: Reader): ExpressionNode {
  if (!at(reader, '!', 'not')) return readPostfix(reader);
  const { start } = advance(reader);
  reader.depth += 1;
  if (reader.depth > expressionLimits.depth) throw tooDeep(reader.token);
  const operand = readUnary(reader);
  reader.depth -= 1;
  return freeze({ kind: 'not', operand, start, end: operand.end });
}

function readPostfix(reader: Reader): ExpressionNode {
  let node = readAttributeOf(reader, readPrimary(reader));
  const { depth } = reader;
  while (at(reader, '[')) {
    reader.depth += 1;
    advance(reader);
    const index = readConditional(reader);
    const { end } = expect(reader, ']');
    node = freeze({ kind: 'index', array: node, index, start: node.start, end });
  }
  reader.depth = depth;
  return node;
}

/** What may follow a call, once: an attribute of the user whom it finds, or of each of the groups. */
function readAttributeOf(reader: Reader, of: ExpressionNode): ExpressionNode {
  if (of.kind !== 'call' || !at(reader, '.', '.![')) return of;
  const { text: sign } = advance(reader);
  const { token } = reader;
  if (token.kind !== 'name') throw unexpected(token);
  advance(reader);
  if (sign === '.') {
    return freeze({ kind: 'property', of, attribute: token.text, start: of.start, end: token.end });
  }
  const { end } = expect(reader, ']');
  return freeze({ kind: 'projection', of, attribute: token.text, start: of.start, end });
}

function readPrimary(reader: Reader): ExpressionNode {
  const { token } = reader;
  switch (token.kind) {
    case 'string':
      advance(reader);
      return freeze({ kind: 'literal', value: token.text, start: token.start, end: token.end });
    case 'number':
      advance(reader);
      return toNumber(token, token.start, 1);
    case 'name':
      return readNamed(reader);
    case 'sign':
      return readSign(reader);
    case 'end':
      throw unexpected(token);
    default:
      return token.kind satisfies never;
  }
}

function toNumber({ text, end }: Token, start: number, sign: 1 | -1): ExpressionNode {
  const value = Number(text);
  if (value <= Number.MAX_SAFE_INTEGER) {
    return freeze({ kind: 'literal', value: value === 0 ? 0 : sign * value, start, end });
  }
  throw new ExpressionError('number-too-large', { start, end }, `The number ${text} is too large.`, { found: text });
}

function readSign(reader: Reader): ExpressionNode {
  const { token } = reader;
  if (token.text === '(') {
    advance(reader);
    const inner = readConditional(reader);
    expect(reader, ')');
    return inner;
  }
  if (token.text === '{') {
    return readBraces(reader);
  }
  if (token.text === '-') {
    const { start } = advance(reader);
    if (reader.token.kind === 'number') return toNumber(advance(reader), start, -1);
    throw unexpected({ ...token, kind: 'sign' });
  }
  throw unexpected(token);
}

/** An array, or criteria where a colon follows the first text. */
function readBraces(reader: Reader): ExpressionNode {
  const { start } = advance(reader);
  if (at(reader, '}')) return freeze({ kind: 'array', items: Object.freeze([]), start, end: advance(reader).end });
  const first = readConditional(reader);
  if (at(reader, ':')) return readCriteria(reader, start, first);
  const items = readMore(reader, first);
  const { end } = expect(reader, '}');
  return freeze({ kind: 'array', items, start, end });
}

/** From the first colon on. */
function readCriteria(reader: Reader, start: number, first: ExpressionNode): ExpressionNode {
  const keys: string[] = [];
  const items: ExpressionNode[] = [];
  for (let key = first; ; key = readConditional(reader)) {
    if (key.kind !== 'literal' || typeof key.value !== 'string') throw unexpected(reader.token);
    keys.push(key.value);
    expect(reader, ':');
    items.push(readConditional(reader));
    if (!at(reader, ',')) break;
    advance(reader);
  }
  const { end } = expect(reader, '}');
  return freeze({ kind: 'criteria', keys: Object.freeze(keys), items: Object.freeze(items), start, end });
}

/** Up to the closing sign, which stays unread. */
function readItems(reader: Reader, closing: string): readonly ExpressionNode[] {
  return at(reader, closing) ? Object.freeze([]) : readMore(reader, readConditional(reader));
}

function readMore(reader: Reader, first: ExpressionNode): readonly ExpressionNode[] {
  const items: ExpressionNode[] = [first];
  while (at(reader, ',')) {
    advance(reader);
    items.push(readConditional(reader));
  }
  return Object.freeze(items);
}

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const operatorWords = new Set(['and', 'or', 'not', 'matches']);

function readNamed(reader: Reader): ExpressionNode {
  const { text, start, end } = reader.token;
  const word = text.toLowerCase();
  if (operatorWords.has(word)) throw unexpected(reader.token);
  const constant = constants.get(word);
  advance(reader);
  if (constant !== undefined) return freeze({ kind: 'literal', value: constant, start, end });
  if (at(reader, '(')) {
    advance(reader);
    const items = readItems(reader, ')');
    const close = expect(reader, ')');
    return freeze({ kind: 'call', name: text, nameEnd: end, items, start, end: close.end });
  }
  const dot = text.indexOf('.');
  if (dot < 0) {
    const message = `“${text}” is neither a function nor an attribute. Write a string in quotes, an attribute as user.${text}.`;
    throw new ExpressionError('bare-name', { start, end }, message, { found: text });
  }
  return freeze({ kind: 'reference', profile: text.slice(0, dot), attribute: text.slice(dot + 1), start, end });
}
