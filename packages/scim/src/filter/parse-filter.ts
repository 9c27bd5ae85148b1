import { strictDialect, ToleranceRecorder } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import { isAttributeName, makeAttributePath, readAttributePath } from '../path/attribute-path.ts';
import type { AttributePath } from '../path/attribute-path.ts';
import { andFilter, comparisonFilter, notFilter, orFilter, presentFilter, valuePathFilter } from './filter-node.ts';
import type { ComparisonFilter, ComparisonOperator, Filter } from './filter-node.ts';
import { FilterTokenizer, isStorable } from './filter-tokenizer.ts';
import type { FilterToken } from './filter-tokenizer.ts';

/** What a stranger may make large in a filter. */
export interface FilterLimits {
  /** UTF-16 code units. */
  readonly maxLength: number;
  /** Brackets within brackets, of both kinds. */
  readonly maxDepth: number;
  /** Comparisons and presence tests. */
  readonly maxTerms: number;
  /** Value paths, `attribute[filter]`: each is a search of its own within the resource. */
  readonly maxValuePaths: number;
}

/** More than identity providers send, and little enough to be harmless. */
export const defaultFilterLimits: FilterLimits = Object.freeze({
  maxLength: 2048,
  maxDepth: 10,
  maxTerms: 50,
  maxValuePaths: 20,
});

/** How to read a filter. */
export interface FilterOptions {
  readonly limits?: FilterLimits;
  /** Says which leniencies are allowed and keeps those used; without it none is. */
  readonly recorder?: ToleranceRecorder;
}

/**
 * Reads a filter (RFC 7644 §3.4.2.2) in time linear in its length.
 * `not` binds tighter than `and`, and `and` tighter than `or`; names are not looked up (see `checkFilter`).
 * @throws ScimError `invalidFilter` for a syntax error or an exceeded limit
 */
export function parseFilter(text: string, options: FilterOptions = {}): Filter {
  const limits = options.limits ?? defaultFilterLimits;
  if (text.length > limits.maxLength) {
    throw ScimError.invalidFilter(`The filter is longer than ${limits.maxLength} characters`);
  }
  const parser = new FilterParser(new FilterTokenizer(text), { ...options, limits });
  const filter = parser.parseOr();
  parser.expect('end');
  return filter;
}

const operators: ReadonlySet<string> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);
const numberPattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function isOperator(text: string): text is ComparisonOperator {
  return operators.has(text);
}

function isWord(token: FilterToken, text: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === text;
}

/** Recursive descent; depth is bounded by `limits.maxDepth`. Also reads the filter within a PATCH path. */
export class FilterParser {
  readonly #tokens: FilterTokenizer;
  readonly #limits: FilterLimits;
  readonly #recorder: ToleranceRecorder;
  #depth = 0;
  #terms = 0;
  #valuePaths = 0;
  #inValuePath = false;

  constructor(tokens: FilterTokenizer, options: FilterOptions) {
    this.#tokens = tokens;
    this.#limits = options.limits ?? defaultFilterLimits;
    this.#recorder = options.recorder ?? new ToleranceRecorder(strictDialect);
  }

  parseOr(): Filter {
    const operands = [this.#parseAnd()];
    while (isWord(this.#tokens.peek(), 'or')) {
      this.#tokens.next();
      operands.push(this.#parseAnd());
    }
    return operands.length === 1 ? operands[0]! : orFilter(operands);
  }

  #parseAnd(): Filter {
    const operands = [this.#parseFactor()];
    while (isWord(this.#tokens.peek(), 'and')) {
      this.#tokens.next();
      operands.push(this.#parseFactor());
    }
    return operands.length === 1 ? operands[0]! : andFilter(operands);
  }

  #parseFactor(): Filter {
    const token = this.#tokens.next();
    if (token.kind === '(') return this.#parseGroup();
    if (isWord(token, 'not') && this.#tokens.peek().kind === '(') {
      this.#tokens.next();
      return notFilter(this.#parseGroup());
    }
    if (token.kind !== 'word') throw unexpected(token, 'an attribute');
    return this.#parseTerm(readPath(token));
  }

  /** After the opening bracket. */
  #parseGroup(): Filter {
    this.#enter();
    const filter = this.parseOr();
    this.expect(')');
    this.#depth -= 1;
    return filter;
  }

  #parseTerm(path: AttributePath): Filter {
    if (this.#tokens.peek().kind === '[') {
      const filter = this.parseValueFilter();
      const token = this.#tokens.peek();
      if (token.kind === 'word' && token.text.startsWith('.')) return this.#parseValuePathComparison(path, filter);
      return valuePathFilter(path, filter);
    }
    return this.#parseComparison(path);
  }

  /** `[filter]`, brackets included. */
  parseValueFilter(): Filter {
    const open = this.expect('[');
    if (this.#inValuePath) throw unexpected(open, 'no value path within a value path');
    this.#valuePaths += 1;
    if (this.#valuePaths > this.#limits.maxValuePaths) {
      throw ScimError.invalidFilter(`The filter has more than ${this.#limits.maxValuePaths} value paths`);
    }
    this.#inValuePath = true;
    this.#enter();
    const filter = this.parseOr();
    this.expect(']');
    this.#depth -= 1;
    this.#inValuePath = false;
    return filter;
  }

  #parseValuePathComparison(path: AttributePath, filter: Filter): Filter {
    const token = this.#tokens.next();
    const name = token.text.slice(1);
    if (!isAttributeName(name)) throw unexpected(token, 'a sub-attribute');
    if (!this.#recorder.permits('valuePathComparison', path.attribute))
      throw unexpected(token, '"and", "or" or the end');
    const term = this.#parseComparison(makeAttributePath(undefined, name));
    return valuePathFilter(path, andFilter(filter.kind === 'and' ? [...filter.operands, term] : [filter, term]));
  }

  #parseComparison(path: AttributePath): Filter {
    this.#terms += 1;
    if (this.#terms > this.#limits.maxTerms) {
      throw ScimError.invalidFilter(`The filter has more than ${this.#limits.maxTerms} terms`);
    }
    const token = this.#tokens.next();
    const operator = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (operator === 'pr') return presentFilter(path);
    if (!isOperator(operator)) throw unexpected(token, 'an operator');
    return this.#parseValue(path, operator);
  }

  #parseValue(path: AttributePath, operator: ComparisonOperator): ComparisonFilter {
    const token = this.#tokens.next();
    if (token.kind === 'text') return comparisonFilter(path, operator, token.text);
    if (token.kind !== 'word') throw unexpected(token, 'a value');
    const word = token.text;
    if (word === 'true' || word === 'false') return comparisonFilter(path, operator, word === 'true');
    if (word === 'null') return comparisonFilter(path, operator, null);
    if (numberPattern.test(word)) {
      const number = Number(word);
      return comparisonFilter(path, operator, number, String(number) === word ? undefined : word);
    }
    if (isStorable(word) && this.#recorder.permits('unquotedLiteral', path.attribute)) {
      return comparisonFilter(path, operator, word);
    }
    throw unexpected(token, 'a value: text stands in double quotes');
  }

  /** Takes a token of this kind, or refuses. */
  expect(kind: FilterToken['kind']): FilterToken {
    const token = this.#tokens.next();
    if (token.kind !== kind) throw unexpected(token, kind === 'end' ? '"and", "or" or the end' : `"${kind}"`);
    return token;
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > this.#limits.maxDepth) {
      throw ScimError.invalidFilter(`The filter is nested deeper than ${this.#limits.maxDepth}`);
    }
  }
}

function readPath(token: FilterToken): AttributePath {
  const path = readAttributePath(token.text);
  if (path === undefined) throw unexpected(token, 'an attribute');
  return path;
}

function unexpected(token: FilterToken, expected: string): ScimError {
  const found = token.kind === 'end' ? 'the end' : `"${token.text.slice(0, 40)}"`;
  return ScimError.invalidFilter(`Found ${found} at character ${token.start + 1} of the filter; expected ${expected}`);
}
