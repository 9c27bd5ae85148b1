import type { AttributeInput } from '@lockstep/scim';
import type { DirectoryIssue } from '../directory-error.ts';
import type { CustomSchema } from './definitions.ts';

/** `urn:`, a namespace, and what is in it (RFC 8141), without what a path or a filter would have to escape. */
const urnPattern = /^urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[A-Za-z0-9()+,\-.:=@;$_!*']{1,160}$/;
/** What RFC 7643 and Lockstep itself define. */
const reservedUrns = ['urn:ietf:params:scim:', 'urn:lockstep:'];

/** RFC 7643 §2.1. */
const namePattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
/** Attributes of every resource (RFC 7643 §3.1), and names that are no data in JavaScript. */
const reservedNames = new Set(['schemas', 'id', 'externalid', 'meta', 'constructor', 'prototype']);

/** Attributes of one schema, sub-attributes included. */
const mostAttributes = 200;

const textTypes: ReadonlySet<string> = new Set(['string', 'reference', 'binary']);

type Check = (attribute: AttributeInput, isPart: boolean) => string | undefined;

/** What must hold for an attribute's characteristics together; each says what is wrong. */
const checks: readonly (readonly [member: string, check: Check])[] = [
  ['name', checkName],
  [
    'type',
    ({ type }, isPart) =>
      isPart && type === 'complex' ? 'A sub-attribute cannot be complex (RFC 7643 §2.3.8).' : undefined,
  ],
  [
    'subAttributes',
    ({ type, subAttributes = [] }, isPart) =>
      !isPart && (type === 'complex') !== subAttributes.length > 0
        ? 'A complex attribute has sub-attributes, and no other attribute does.'
        : undefined,
  ],
  [
    'canonicalValues',
    ({ type = 'string', canonicalValues = [] }) =>
      canonicalValues.length > 0 && type !== 'string'
        ? 'Only attributes of type string have canonical values.'
        : undefined,
  ],
  ['canonicalValues', checkDistinct],
  [
    'referenceTypes',
    ({ type, referenceTypes = [] }) =>
      (type === 'reference') !== referenceTypes.length > 0
        ? 'An attribute of type reference says what it refers to (resource types, "external" or "uri"), and no other does.'
        : undefined,
  ],
  [
    'caseExact',
    ({ type = 'string', caseExact }) =>
      caseExact === true && !textTypes.has(type) ? `A value of type ${type} has no case.` : undefined,
  ],
  [
    'required',
    ({ required, mutability }) =>
      required === true && mutability === 'readOnly' ? 'Nobody could give a value that is read-only.' : undefined,
  ],
  ['mutability', checkWriteOnly],
  [
    'returned',
    ({ mutability, returned }) =>
      mutability === 'writeOnly' && returned !== undefined && returned !== 'never'
        ? 'A write-only attribute is never returned.'
        : undefined,
  ],
  ['uniqueness', checkUniqueness],
];

function checkName({ name }: AttributeInput, isPart: boolean): string | undefined {
  if (isPart && name === '$ref') return undefined;
  if (!namePattern.test(name))
    return 'Use letters, digits, "-" and "_", with a letter first, at most 64 (RFC 7643 §2.1).';
  return reservedNames.has(name.toLowerCase()) ? `"${name}" is taken: every resource has it.` : undefined;
}

function checkDistinct({ canonicalValues = [], caseExact }: AttributeInput): string | undefined {
  const compared = canonicalValues.map((value) => (caseExact === true ? value : value.toLowerCase()));
  return new Set(compared).size < compared.length ? 'A canonical value is there twice.' : undefined;
}

/** Only a digest of a secret is kept, so nothing within it can be looked at or changed alone. */
function checkWriteOnly({ mutability, type, multiValued }: AttributeInput, isPart: boolean): string | undefined {
  if (mutability !== 'writeOnly') return undefined;
  if (isPart || type === 'complex' || multiValued === true)
    return 'Only a single simple attribute can be write-only: not a complex one, a list, or a sub-attribute.';
  return undefined;
}

function checkUniqueness({ uniqueness, type, mutability }: AttributeInput): string | undefined {
  if (uniqueness !== 'server') return undefined;
  if (type === 'complex') return 'A complex attribute cannot be unique; one of its sub-attributes can.';
  if (type === 'boolean') return 'Of unique booleans there could be two.';
  if (mutability === 'writeOnly') return 'That a write-only value is taken would give it away.';
  return undefined;
}

function checkAttributes(attributes: readonly AttributeInput[], path: string, isPart: boolean): DirectoryIssue[] {
  const names = new Set<string>();
  return attributes.flatMap((attribute, index) => {
    const at = `${path}.${index}`;
    const issues = checks.flatMap(([member, check]): DirectoryIssue[] => {
      const message = check(attribute, isPart);
      return message === undefined ? [] : [{ path: `${at}.${member}`, message }];
    });
    const key = attribute.name.toLowerCase();
    if (names.has(key)) issues.push({ path: `${at}.name`, message: `"${attribute.name}" is defined twice.` });
    names.add(key);
    return [...issues, ...checkAttributes(attribute.subAttributes ?? [], `${at}.subAttributes`, true)];
  });
}

/** Everything that is wrong with a schema in itself; its shape is known to be right. */
export function checkSchema({ id, attributes }: CustomSchema): readonly DirectoryIssue[] {
  const issues: DirectoryIssue[] = [];
  const reserved = reservedUrns.find((start) => id.toLowerCase().startsWith(start));
  if (!urnPattern.test(id))
    issues.push({ path: 'id', message: 'Use a URN, e.g. urn:example:params:scim:schemas:Device.' });
  else if (reserved !== undefined)
    issues.push({ path: 'id', message: `"${reserved}…" is reserved. Use a URN of your own.` });
  const count = attributes.reduce((sum, { subAttributes = [] }) => sum + 1 + subAttributes.length, 0);
  if (count > mostAttributes)
    issues.push({
      path: 'attributes',
      message: `A schema has at most ${mostAttributes} attributes, sub-attributes included.`,
    });
  return [...issues, ...checkAttributes(attributes, 'attributes', false)];
}
