import { ScimError } from './errors.ts';
import { isDangerousName, isJsonArray } from './json.ts';
import type { JsonValue } from './json.ts';

/** What a stranger may make large in a body. */
export interface JsonLimits {
  /** UTF-16 code units. */
  readonly maxLength: number;
  /** Objects and lists within each other. */
  readonly maxDepth: number;
}

/** A bulk request of 1 MiB fits; SCIM needs a depth of about 8. */
export const defaultJsonLimits: JsonLimits = Object.freeze({ maxLength: 4 * 1024 * 1024, maxDepth: 32 });

/**
 * Reads JSON (RFC 8259) that a stranger sent. Refuses what `JSON.parse` would let pass: a name given twice in an
 * object, names that could reach a prototype, and nesting deep enough to exhaust a stack.
 * Numbers become JavaScript numbers; integers beyond 2^53 are refused where an attribute wants an integer.
 * @throws ScimError `invalidSyntax`, or 413 when the text is too long
 */
export function parseJson(text: string, limits: JsonLimits = defaultJsonLimits): JsonValue {
  if (text.length > limits.maxLength) throw ScimError.payloadTooLarge(`The body is longer than ${limits.maxLength}`);
  const members = countMembers(text, limits.maxDepth);
  const value = parse(text);
  if (countNames(value) !== members) throw ScimError.invalidSyntax('The body gives a member twice');
  return value;
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw ScimError.invalidSyntax('The body is not JSON');
  }
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/**
 * One pass over the text: colons outside quotes, one for each member. Fewer names than that in the parsed value means
 * that a name was given twice, which `JSON.parse` hides.
 */
function countMembers(text: string, maxDepth: number): number {
  let members = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === colon) members += 1;
    else depth += nesting(code);
    if (depth > maxDepth) throw ScimError.invalidSyntax(`The body is nested deeper than ${maxDepth}`);
  }
  return members;
}

/** `{` and `[` go one level down, `}` and `]` one up. */
function nesting(code: number): number {
  if (code === 0x7b || code === 0x5b) return 1;
  return code === 0x7d || code === 0x5d ? -1 : 0;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== quote) index += text.charCodeAt(index) === backslash ? 2 : 1;
  return index;
}

/** Depth is bounded by now. */
function countNames(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (isJsonArray(value)) {
    for (const element of value) count += countNames(element);
    return count;
  }
  for (const name of Object.keys(value)) {
    if (isDangerousName(name)) throw ScimError.invalidSyntax(`"${name}" is not an attribute name`);
    count += 1 + countNames(value[name]!);
  }
  return count;
}
