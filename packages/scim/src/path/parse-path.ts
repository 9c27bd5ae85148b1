import { ScimError } from '../errors.ts';
import { FilterTokenizer } from '../filter/filter-tokenizer.ts';
import type { FilterToken } from '../filter/filter-tokenizer.ts';
import type { Filter } from '../filter/filter-node.ts';
import { defaultFilterLimits, FilterParser } from '../filter/parse-filter.ts';
import type { FilterOptions } from '../filter/parse-filter.ts';
import { printFilter } from '../filter/print-filter.ts';
import { isAttributeName, printAttributePath, readAttributePath } from './attribute-path.ts';
import type { AttributePath } from './attribute-path.ts';

/** A PATCH path (RFC 7644 §3.5.2 figure 7), as written. Nodes are frozen. */
export type Path = AttributePath | ValuePath | SchemaPath;

/** `attribute[filter]` with an optional `.subAttribute`. */
export interface ValuePath {
  readonly kind: 'valuePath';
  readonly path: AttributePath;
  readonly filter: Filter;
  readonly subAttribute?: string;
}

/** A URN alone that cannot be read as an attribute, e.g. `urn:example:ext:1.0`: an extension as a whole. */
export interface SchemaPath {
  readonly kind: 'schemaPath';
  readonly schema: string;
}

/**
 * Reads a PATCH path. Names are not looked up.
 * @throws ScimError `invalidPath`, or `invalidFilter` when the fault is within square brackets
 */
export function parsePath(text: string, options: FilterOptions = {}): Path {
  const limits = options.limits ?? defaultFilterLimits;
  if (text.length > limits.maxLength)
    throw ScimError.invalidPath(`The path is longer than ${limits.maxLength} characters`);
  const bracket = text.indexOf('[');
  const trimmed = text.trim();
  if (bracket < 0) return readAttributePath(trimmed) ?? readSchemaPath(trimmed);
  const path = readAttributePath(text.slice(0, bracket).trim());
  if (path === undefined || path.subAttribute !== undefined) throw malformed(text);
  return readValuePath(path, text, new FilterTokenizer(text.slice(bracket)), { ...options, limits });
}

function readValuePath(path: AttributePath, text: string, tokens: FilterTokenizer, options: FilterOptions): ValuePath {
  const filter = new FilterParser(tokens, options).parseValueFilter();
  const rest = tokens.next();
  if (rest.kind === 'end') return Object.freeze({ kind: 'valuePath', path, filter });
  if (!isSubAttribute(rest) || tokens.next().kind !== 'end') throw malformed(text);
  return Object.freeze({ kind: 'valuePath', path, filter, subAttribute: rest.text.slice(1) });
}

function isSubAttribute(token: FilterToken): boolean {
  return token.kind === 'word' && token.text.startsWith('.') && isAttributeName(token.text.slice(1));
}

function readSchemaPath(text: string): SchemaPath {
  if (!/^urn:[!-~]+$/i.test(text)) throw malformed(text);
  return Object.freeze({ kind: 'schemaPath', schema: text });
}

function malformed(text: string): ScimError {
  return ScimError.invalidPath(`"${text.slice(0, 80)}" is not an attribute path`);
}

/** Writes a path so that `parsePath` reads the same nodes back. */
export function printPath(path: Path): string {
  switch (path.kind) {
    case 'attributePath':
      return printAttributePath(path);
    case 'schemaPath':
      return path.schema;
    case 'valuePath': {
      const end = path.subAttribute === undefined ? '' : `.${path.subAttribute}`;
      return `${printAttributePath(path.path)}[${printFilter(path.filter)}]${end}`;
    }
  }
}
