import { isDangerousName } from '../json.ts';

/** RFC 7643 §2.3. */
export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';

/** RFC 7643 §7, `mutability`. */
export type Mutability = 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
/** RFC 7643 §7, `returned`. */
export type Returned = 'always' | 'never' | 'default' | 'request';
/** RFC 7643 §7, `uniqueness`. */
export type Uniqueness = 'none' | 'server' | 'global';

/** What a reference may point at (RFC 7643 §2.3.7). */
export interface ReferenceRule {
  /** Endpoints of resource types, e.g. `/Users`: absolute and relative URIs that end with one of them and an id. */
  readonly endpoints: readonly string[];
  /** `external`: http and https addresses. */
  readonly external: boolean;
  /** `uri`: any absolute URI, such as a URN. */
  readonly uri: boolean;
}

/** An attribute with all its characteristics (RFC 7643 §2.2 and §7). */
export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  /** Suggested values; they restrict what is accepted only with `canonicalValuesOnly`. */
  readonly canonicalValues: readonly string[];
  /** Ours, not part of the schema document: refuse values outside `canonicalValues`. */
  readonly canonicalValuesOnly: boolean;
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly returned: Returned;
  readonly uniqueness: Uniqueness;
  readonly referenceTypes: readonly string[];
  /** Ours, not part of the schema document: refuse references to anything else. Absent: any text is taken. */
  readonly references?: ReferenceRule;
  /**
   * Ours, not part of the schema document: whether a value is kept once it has been checked. Values of write-only
   * attributes are not, unless the service provider says that it can keep a secret.
   */
  readonly retained: boolean;
  /** Empty unless `type` is `complex`. */
  readonly subAttributes: readonly AttributeDefinition[];
}

/** What an author writes: everything but the name has the default of RFC 7643 §2.2. */
export type AttributeInput = { readonly name: string; readonly subAttributes?: readonly AttributeInput[] } & Partial<
  Omit<AttributeDefinition, 'name' | 'subAttributes'>
>;

const namePattern = /^[A-Za-z$][A-Za-z0-9$_-]*$/;

/**
 * Fills in the defaults of RFC 7643 §2.2. References and binaries are case exact (§2.3.6, §2.3.7).
 * @throws TypeError when the name does not follow §2.1 or the sub-attributes do not suit the type
 */
export function defineAttribute(input: AttributeInput): AttributeDefinition {
  const type = input.type ?? 'string';
  checkInput(input, type);
  return Object.freeze({
    description: '',
    multiValued: false,
    required: false,
    canonicalValues: [],
    canonicalValuesOnly: false,
    caseExact: type === 'reference' || type === 'binary',
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    referenceTypes: [],
    retained: input.mutability !== 'writeOnly',
    ...input,
    type,
    subAttributes: Object.freeze((input.subAttributes ?? []).map(defineAttribute)),
  } satisfies AttributeDefinition);
}

function checkInput(input: AttributeInput, type: AttributeType): void {
  if (!namePattern.test(input.name) || isDangerousName(input.name)) {
    throw new TypeError(`"${input.name}" is not an attribute name`);
  }
  if ((type === 'complex') !== (input.subAttributes ?? []).length > 0) {
    throw new TypeError(`"${input.name}": a complex attribute has sub-attributes, and no other attribute does`);
  }
}
