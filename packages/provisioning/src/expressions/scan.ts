import { ExpressionError } from './expression-error.ts';
import type { Span } from './tree.ts';

/** The smallest pieces of the text. `text` is as written, but for strings, whose quotes are taken off. */
export interface Token extends Span {
  readonly kind: 'name' | 'number' | 'string' | 'sign' | 'end';
  readonly text: string;
}

const pieces =
  /\s*(?:(?<name>[A-Za-z_][\w]*(?:\.[A-Za-z_][\w]*)*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<string>"(?:[^"]|"")*"|'(?:[^']|'')*')|(?<sign>\.!\[|\?:|==|!=|<=|>=|&&|\|\||[-+<>!?:(){}[\],.]))/y;

/** The piece that begins at or after `from`; blanks are passed over. */
export function scanToken(text: string, from: number): Token {
  pieces.lastIndex = from;
  const match = pieces.exec(text);
  if (match === null) return scanRest(text, from);
  const { name, number, string, sign } = match.groups ?? {};
  const end = from + match[0].length;
  const written = name ?? number ?? string ?? sign ?? '';
  const span = { start: end - written.length, end };
  if (name !== undefined) return { kind: 'name', text: name, ...span };
  if (number !== undefined) return { kind: 'number', text: number, ...span };
  if (string !== undefined) return { kind: 'string', text: unquote(string), ...span };
  return { kind: 'sign', text: written, ...span };
}

/** A quote inside a string is written twice. */
function unquote(string: string): string {
  const quote = string.charAt(0);
  return string.slice(1, -1).replaceAll(quote + quote, quote);
}

function scanRest(text: string, from: number): Token {
  const start = from + (text.slice(from).length - text.slice(from).trimStart().length);
  if (start >= text.length) return { kind: 'end', text: '', start: text.length, end: text.length };
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const span = { start, end: start + character.length };
  if (character === '"' || character === "'") {
    throw new ExpressionError(
      'unterminated-string',
      { start, end: text.length },
      'This string has no end: close it with the same quote.',
    );
  }
  const hint = hints[character] ?? '';
  throw new ExpressionError('unexpected', span, `“${character}” has no place here.${hint}`, { found: character });
}

/** What people write who come from somewhere else. */
const hints: Readonly<Record<string, string>> = {
  '=': ' To compare, write ==.',
  '&': ' Write AND, or &&.',
  '|': ' Write OR, or ||.',
  '“': ' Use straight quotes: "…".',
  '”': ' Use straight quotes: "…".',
  '‘': " Use straight quotes: '…'.",
  '’': " Use straight quotes: '…'.",
  $: ' Write user.login without ${ }.',
};
