import {
  applyPatch,
  isJsonObject,
  parsePatch,
  patchSchema,
  ScimError,
  strictDialect,
  valueAt,
  type Issue,
  type JsonObject,
  type JsonValue,
  type PatchOperation,
  type PlacedExtension,
  type ResourceAttribute,
  type ResourceTypeDefinition,
} from '@lockstep/scim';
import { ExtensionError, faultOf, isBlank, isNothing, type ExtensionFault } from './extension-fault.ts';
import { isSecret, ownExtensions } from './own-extensions.ts';

/**
 * Values of an organization's own attributes, by the URN of the extension and the name of the attribute. What is absent
 * stays as it is, also within a single complex value; null, an empty text and an empty list clear.
 */
export type ExtensionValues = Readonly<Record<string, Readonly<Record<string, JsonValue>> | null>>;

type Members = Record<string, JsonValue>;

function issuesOf(error: unknown, path: string): readonly Issue[] {
  if (!(error instanceof ScimError)) throw error;
  return error.issues.length > 0
    ? error.issues
    : [{ path, code: error.scimType ?? 'invalidValue', detail: error.detail }];
}

function removal(attribute: ResourceAttribute, subAttribute?: ResourceAttribute): PatchOperation {
  return { verb: 'remove', attribute, ...(subAttribute === undefined ? {} : { subAttribute }), index: 0 };
}

/**
 * What a PATCH over SCIM would do to give the attribute this value, read by the same code (RFC 7644 §3.5.2).
 * @throws ScimError
 */
function operationsFor(
  type: ResourceTypeDefinition,
  { schema }: PlacedExtension,
  attribute: ResourceAttribute,
  value: JsonValue,
): readonly PatchOperation[] {
  const { mutability, multiValued } = attribute.definition;
  if (mutability === 'readOnly') throw ScimError.mutability(`"${attribute.path}" is read-only`);
  if (isNothing(value)) return [removal(attribute)];
  const parts = isJsonObject(value) && !multiValued ? value : {};
  const emptied = attribute.subAttributes.all.filter(
    ({ name }) => Object.hasOwn(parts, name) && isNothing(parts[name]),
  );
  const removals = emptied.map((part) => removal(attribute, part));
  const given = emptied.length === 0 ? value : withoutParts(parts, emptied);
  if (isJsonObject(given) && isBlank(given)) return removals;
  const operation = { op: 'replace', path: schema.id, value: { [attribute.name]: given } };
  const body = { schemas: [patchSchema], Operations: [operation] };
  return [...removals, ...parsePatch(type, body, { dialect: strictDialect }).operations];
}

function withoutParts(value: JsonObject, parts: readonly ResourceAttribute[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !parts.some((part) => part.name === name)));
}

interface Wish {
  readonly extension: PlacedExtension;
  readonly attribute: ResourceAttribute;
  readonly value: JsonValue;
}

/** The attributes that are named; those that there are none of become faults. */
function wishesOf(type: ResourceTypeDefinition, wanted: ExtensionValues, faults: ExtensionFault[]): readonly Wish[] {
  const own = ownExtensions(type);
  return Object.entries(wanted).flatMap(([urn, values]): Wish[] => {
    const extension = own.find(({ schema }) => schema.id.toLowerCase() === urn.toLowerCase());
    if (extension === undefined) {
      const message = `There is no extension ${JSON.stringify(urn.slice(0, 200))} of ${type.name}.`;
      faults.push({ kind: 'unknown', extension: urn.slice(0, 200), message });
      return [];
    }
    // a whole extension is cleared attribute by attribute
    if (values === null)
      return extension.attributes.all
        .filter(({ definition }) => definition.mutability !== 'readOnly')
        .map((attribute) => ({ extension, attribute, value: null }));
    return Object.entries(values).flatMap(([name, value]): Wish[] => {
      const attribute = extension.attributes.find(name);
      if (attribute !== undefined) return [{ extension, attribute, value }];
      const shown = name.slice(0, 64);
      const message = `There is no attribute ${JSON.stringify(shown)} in "${extension.schema.id}".`;
      faults.push({ kind: 'unknown', extension: extension.schema.id, name: shown, message });
      return [];
    });
  });
}

/**
 * The attributes of a user or group after somebody has filled in the organization's own, held to their definitions by the
 * code that reads a PATCH over SCIM; the very object where nothing differs.
 * @throws ExtensionError with everything that was found wrong
 */
export function withExtensions(
  type: ResourceTypeDefinition,
  resource: JsonObject,
  wanted: ExtensionValues,
): JsonObject {
  const faults: ExtensionFault[] = [];
  const wishes = wishesOf(type, wanted, faults);
  const operations = wishes.flatMap(({ extension, attribute, value }) => {
    try {
      return operationsFor(type, extension, attribute, value);
    } catch (error) {
      faults.push(...issuesOf(error, attribute.path).map((issue) => faultOf(extension, issue, value)));
      return [];
    }
  });
  if (faults.length > 0) throw new ExtensionError(faults);
  try {
    return applyPatch(type, resource, operations, strictDialect).resource;
  } catch (error) {
    const issues = issuesOf(error, wishes[0]?.attribute.path ?? '');
    throw new ExtensionError(issues.flatMap((issue) => faultsOf(type, wishes, issue)));
  }
}

function faultsOf(type: ResourceTypeDefinition, wishes: readonly Wish[], issue: Issue): readonly ExtensionFault[] {
  const extension = extensionAt(type, issue.path);
  const wish = wishes.find(({ attribute: { path } }) => issue.path === path || issue.path.startsWith(`${path}.`));
  return extension === undefined ? [] : [faultOf(extension, issue, wish?.value)];
}

/** The extension that a path in standard notation leads into, or names. */
function extensionAt(type: ResourceTypeDefinition, path: string): PlacedExtension | undefined {
  return (
    ownExtensions(type).find(({ schema }) => path === schema.id) ??
    ownExtensions(type).find(({ schema, attributes }) =>
      attributes.all.some((attribute) => {
        const at = `${schema.id}:${attribute.name}`;
        return path === at || path.startsWith(`${at}.`);
      }),
    )
  );
}

/** What the database says of values that have to be unique; undefined for what is no such refusal. */
export function takenValues(type: ResourceTypeDefinition, error: unknown): ExtensionError | undefined {
  if (!(error instanceof ScimError) || error.status !== 409) return undefined;
  const faults = error.issues.flatMap((issue) => faultsOf(type, [], issue));
  return faults.length === 0 ? undefined : new ExtensionError(faults);
}

/**
 * Refuses a resource that lacks an extension that every resource of its type has (RFC 7643 §6).
 * @throws ExtensionError with the attributes that are required in it, or with the extension where none is
 */
export function assertExtended(type: ResourceTypeDefinition, resource: JsonObject): void {
  const faults = ownExtensions(type).flatMap((extension): ExtensionFault[] => {
    const { schema, required, attributes } = extension;
    if (!required || Object.hasOwn(resource, schema.id)) return [];
    const needed = attributes.all.filter(({ definition }) => definition.required);
    const whole = `${type.name} needs a value in the extension "${schema.id}".`;
    if (needed.length === 0) return [{ kind: 'required', extension: schema.id, message: whole }];
    return needed.map((attribute) => {
      const message = `"${attribute.path}" is required`;
      return { kind: 'required', extension: schema.id, name: attribute.name, attribute, message };
    });
  });
  if (faults.length > 0) throw new ExtensionError(faults);
}

/** What people may see of the organization's own attributes; extensions without any value are left out. */
export function shownExtensions(type: ResourceTypeDefinition, resource: JsonObject): Record<string, Members> {
  const shown: Record<string, Members> = {};
  for (const { schema, attributes } of ownExtensions(type)) {
    if (!Object.hasOwn(resource, schema.id)) continue;
    const values = attributes.all.flatMap((attribute) => {
      const value = shownValue(attribute, valueAt(attribute, resource));
      return isBlank(value) ? [] : [[attribute.name, value as JsonValue] as const];
    });
    if (values.length > 0) shown[schema.id] = Object.fromEntries(values);
  }
  return shown;
}

function shownValue(
  { definition, subAttributes }: ResourceAttribute,
  value: JsonValue | undefined,
): JsonValue | undefined {
  if (value === undefined || isSecret(definition)) return undefined;
  const secrets = subAttributes.all.filter((part) => part.parent !== undefined && isSecret(part.definition));
  if (secrets.length === 0) return value;
  const strip = (element: JsonValue): JsonValue => (isJsonObject(element) ? withoutParts(element, secrets) : element);
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(strip) : strip(value);
}
