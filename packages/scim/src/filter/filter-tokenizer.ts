import { ScimError } from '../errors.ts';

/**
 * - `word`: an attribute path, operator or unquoted literal; everything up to white space, a bracket or a quote
 * - `text`: a quoted literal; `text` is its value, escapes undone
 */
export interface FilterToken {
  readonly kind: 'word' | 'text' | '(' | ')' | '[' | ']' | 'end';
  readonly text: string;
  /** Offset of the token's first character. */
  readonly start: number;
}

const quote = 0x22;
const backslash = 0x5c;

function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

function isBracket(character: string): character is '(' | ')' | '[' | ']' {
  return character === '(' || character === ')' || character === '[' || character === ']';
}

/** Cuts a filter into tokens in one pass; it never looks at a character twice once a token is taken. */
export class FilterTokenizer {
  readonly #text: string;
  #position = 0;
  #ahead: FilterToken | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The next token, without taking it. */
  peek(): FilterToken {
    this.#ahead ??= this.#read();
    return this.#ahead;
  }

  /** Takes the next token. */
  next(): FilterToken {
    const token = this.peek();
    this.#ahead = undefined;
    return token;
  }

  #read(): FilterToken {
    const text = this.#text;
    while (this.#position < text.length && isSpace(text.charCodeAt(this.#position))) this.#position += 1;
    const start = this.#position;
    const character = text.charAt(start);
    if (character === '') return { kind: 'end', text: '', start };
    if (character === '"') return this.#readText(start);
    if (isBracket(character)) {
      this.#position += 1;
      return { kind: character, text: character, start };
    }
    return this.#readWord(start);
  }

  #readWord(start: number): FilterToken {
    const text = this.#text;
    let end = start + 1;
    while (end < text.length) {
      const code = text.charCodeAt(end);
      if (isSpace(code) || code === quote || isBracket(text.charAt(end))) break;
      end += 1;
    }
    this.#position = end;
    return { kind: 'word', text: text.slice(start, end), start };
  }

  #readText(start: number): FilterToken {
    const text = this.#text;
    let end = start + 1;
    while (end < text.length && text.charCodeAt(end) !== quote) end += text.charCodeAt(end) === backslash ? 2 : 1;
    if (end >= text.length) throw ScimError.invalidFilter(`The quote at character ${start + 1} is not closed`);
    this.#position = end + 1;
    return { kind: 'text', text: unquote(text.slice(start, end + 1), start), start };
  }
}

/** Whether a database can hold the text: whole code points, and no NUL. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A quoted literal follows JSON's rules (RFC 7644 §3.4.2.2, `compValue`). */
function unquote(quoted: string, start: number): string {
  let value: unknown;
  try {
    value = JSON.parse(quoted);
  } catch {
    throw ScimError.invalidFilter(`The text at character ${start + 1} is not a JSON string`);
  }
  if (typeof value !== 'string' || !isStorable(value)) {
    throw ScimError.invalidFilter(`The text at character ${start + 1} has characters that cannot be stored`);
  }
  return value;
}
