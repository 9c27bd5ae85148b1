import { booleanOfText } from '../filter/check-filter.ts';
import { isJsonObject } from '../json.ts';
import type { JsonValue } from '../json.ts';
import type { AttributeType, ReferenceRule } from '../schema/attribute-definition.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import { instantOf } from '../schema/date-time.ts';
import { refuse, refuseType } from './read-context.ts';
import type { ReadContext } from './read-context.ts';

type ReadSimple = (attribute: ResourceAttribute, value: JsonValue, context: ReadContext) => JsonValue | undefined;

/** Reads a value of an attribute that is not complex; `undefined` after a refusal. */
export function readSimple(
  attribute: ResourceAttribute,
  value: JsonValue,
  context: ReadContext,
): JsonValue | undefined {
  if (isJsonObject(value)) return readWrapped(attribute, value['value'], context);
  return readerOf[attribute.definition.type](attribute, value, context);
}

function readWrapped(
  attribute: ResourceAttribute,
  value: JsonValue | undefined,
  context: ReadContext,
): JsonValue | undefined {
  if (value === undefined || isJsonObject(value) || !context.recorder.permits('wrappedValue', attribute.path)) {
    return refuseType(context, attribute, 'a simple value');
  }
  return value === null ? undefined : readSimple(attribute, value, context);
}

/** Beyond 2^53 a JavaScript number may be another than was written, so such numbers are refused rather than bent. */
function isExact(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

const readText: ReadSimple = (attribute, value, context) => {
  if (typeof value === 'number' && context.recorder.permits('numberForText', attribute.path)) {
    return isExact(value) ? String(value) : refuseType(context, attribute, 'text or a number below 2^53');
  }
  if (typeof value !== 'string') return refuseType(context, attribute, 'text');
  return checkText(attribute, value, context);
};

function checkText(attribute: ResourceAttribute, text: string, context: ReadContext): string | undefined {
  const { path, definition } = attribute;
  if (text.length > context.limits.maxTextLength) {
    return refuse(context, path, 'invalidValue', `"${path}" is longer than ${context.limits.maxTextLength}`);
  }
  if (text.includes('\0') || !text.isWellFormed()) {
    return refuse(context, path, 'invalidValue', `"${path}" has characters that cannot be stored`);
  }
  if (definition.canonicalValuesOnly && !isCanonical(attribute, text)) {
    const known = definition.canonicalValues.join(', ');
    return refuse(context, path, 'invalidValue', `"${path}" must be one of ${known}, not ${quote(text)}`);
  }
  return text;
}

/** As much of a refused text as tells which it was. */
function quote(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);
}

function isCanonical({ definition }: ResourceAttribute, text: string): boolean {
  if (definition.caseExact) return definition.canonicalValues.includes(text);
  return definition.canonicalValues.some((value) => value.toLowerCase() === text.toLowerCase());
}

/** A text of a form: `matches` says whether it has it. */
function readForm(expected: string, matches: (text: string) => boolean): ReadSimple {
  return (attribute, value, context) => {
    if (typeof value !== 'string' || !matches(value)) return refuseType(context, attribute, expected);
    return checkText(attribute, value, context);
  };
}

const readReference: ReadSimple = (attribute, value, context) => {
  const text = readText(attribute, value, context);
  const { references, referenceTypes } = attribute.definition;
  if (typeof text !== 'string' || references === undefined || isReference(text, references)) return text;
  return refuseType(context, attribute, `a reference to ${referenceTypes.join(' or ')}`);
};

const absoluteUri = /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$/;
const webAddress = /^https?:\/\/[!-~]+$/i;
const resourceUri = /^[!-~]*?(\/?[A-Za-z0-9_-]+)\/[^/?#\s]+$/;

function isReference(text: string, { endpoints, external, uri }: ReferenceRule): boolean {
  if ((external && webAddress.test(text)) || (uri && absoluteUri.test(text))) return true;
  const endpoint = resourceUri.exec(text)?.[1]?.replace('/', '').toLowerCase();
  return endpoints.some((one) => one.slice(1).toLowerCase() === endpoint);
}

/** Base64 or base64url, padding optional (RFC 7643 §2.3.6): a single character is less than a byte. */
const base64Pattern = /^(?:[A-Za-z0-9+/_-]{4})*(?:[A-Za-z0-9+/_-]{2}(?:==)?|[A-Za-z0-9+/_-]{3}=?)?$/;

const readInteger: ReadSimple = (attribute, value, context) =>
  Number.isSafeInteger(value) ? value : refuseType(context, attribute, 'a whole number below 2^53');

const readBoolean: ReadSimple = (attribute, value, context) => {
  if (typeof value === 'boolean') return value;
  const flag = typeof value === 'string' ? booleanOfText(value) : undefined;
  if (flag !== undefined && context.recorder.permits('textBoolean', attribute.path)) return flag;
  return refuseType(context, attribute, 'true or false');
};

const readerOf: Readonly<Record<AttributeType, ReadSimple>> = {
  string: readText,
  reference: readReference,
  boolean: readBoolean,
  integer: readInteger,
  decimal: (attribute, value, context) =>
    typeof value === 'number' && isExact(value) ? value : refuseType(context, attribute, 'a number below 2^53'),
  dateTime: readForm('a date and time such as 2026-01-31T09:30:00Z', (text) => instantOf(text) !== undefined),
  binary: readForm('base64', (text) => base64Pattern.test(text)),
  complex: (attribute, _value, context) => refuseType(context, attribute, 'an object'),
};
