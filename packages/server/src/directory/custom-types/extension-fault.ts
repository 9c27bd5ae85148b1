import {
  isJsonArray,
  isJsonObject,
  type Issue,
  type JsonValue,
  type PlacedExtension,
  type ResourceAttribute,
} from '@lockstep/scim';
import { isSecret } from './own-extensions.ts';

/**
 * What is wrong with a value: `wrong_type` of its definition, outside the `canonicalValues`, `required` and not there,
 * `taken` by another resource (uniqueness), `kept` because its mutability does not let it change, or `unknown`: there is no
 * such extension or attribute.
 */
export type ExtensionFaultKind = 'wrong_type' | 'not_a_choice' | 'required' | 'taken' | 'kept' | 'unknown';

/** One value of an organization's own attributes that cannot be. */
export interface ExtensionFault {
  readonly kind: ExtensionFaultKind;
  /** URN. */
  readonly extension: string;
  /** The attribute, or `attribute.part`; absent for the extension as a whole. */
  readonly name?: string;
  /** Absent where there is no such attribute. */
  readonly attribute?: ResourceAttribute;
  /** What was given, at most 100 characters of it; nothing of a secret. */
  readonly value?: string;
  /** In English. */
  readonly message: string;
}

/** Values of an organization's own attributes that were refused; nothing was written. */
export class ExtensionError extends Error {
  override readonly name = 'ExtensionError';
  readonly faults: readonly ExtensionFault[];

  constructor(faults: readonly ExtensionFault[]) {
    super(faults[0]?.message ?? 'The values cannot be taken.');
    this.faults = faults;
  }
}

/** What clears an attribute. */
export function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || value === '' || (isJsonArray(value) && value.length === 0);
}

/** The same, or a complex value of nothing but that. */
export function isBlank(value: JsonValue | undefined): boolean {
  return isNothing(value) || (isJsonObject(value) && Object.values(value).every(isNothing));
}

/** The attribute or part at a path in standard notation. */
function attributeAt({ schema, attributes }: PlacedExtension, path: string): ResourceAttribute | undefined {
  const [name = '', part] = path.slice(schema.id.length + 1).split('.');
  const attribute = attributes.find(name);
  return part === undefined ? attribute : attribute?.subAttributes.find(part);
}

/** Whether the value lacks the part that a fault is about. */
function lacks(value: JsonValue | undefined, { parent, name }: ResourceAttribute): boolean {
  if (parent === undefined || isBlank(value)) return isBlank(value);
  const elements = isJsonArray(value) ? value : [value ?? null];
  return elements.some((element) => isJsonObject(element) && isNothing(element[name]));
}

function kindOf({ code }: Issue, attribute: ResourceAttribute, value: JsonValue | undefined): ExtensionFaultKind {
  if (code === 'uniqueness') return 'taken';
  if (attribute.definition.required && lacks(value, attribute)) return 'required';
  if (code === 'mutability') return 'kept';
  const single = typeof value === 'string' || isJsonArray(value) || isJsonObject(value);
  return attribute.definition.canonicalValues.length > 0 && single ? 'not_a_choice' : 'wrong_type';
}

function givenText({ definition }: ResourceAttribute, value: JsonValue | undefined): Pick<ExtensionFault, 'value'> {
  if (isNothing(value) || isSecret(definition)) return {};
  return { value: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 100) };
}

/** What the protocol says of an extension, as a fault of the value that was given for the attribute. */
export function faultOf(extension: PlacedExtension, issue: Issue, value: JsonValue | undefined): ExtensionFault {
  const { id } = extension.schema;
  const attribute = attributeAt(extension, issue.path);
  if (attribute === undefined)
    return {
      kind: issue.path === id ? 'required' : 'unknown',
      extension: id,
      ...(issue.path.startsWith(`${id}:`) ? { name: issue.path.slice(id.length + 1) } : {}),
      message: issue.detail,
    };
  const name = attribute.path.slice(id.length + 1);
  const kind = kindOf(issue, attribute, value);
  return { kind, extension: id, name, attribute, ...givenText(attribute, value), message: issue.detail };
}
