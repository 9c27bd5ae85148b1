import { ScimError } from '../errors.ts';
import { checkValueFilter } from '../filter/check-filter.ts';
import type { CheckedFilter } from '../filter/checked-filter.ts';
import type { FilterLimits } from '../filter/parse-filter.ts';
import { isDangerousName, isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { AttributePath } from '../path/attribute-path.ts';
import { parsePath } from '../path/parse-path.ts';
import { resolveAttribute, resolveExtension } from '../path/resolve-path.ts';
import { dropWriteOnly } from '../resource/check-resource.ts';
import { checkUrns } from '../resource/check-schemas.ts';
import { readMembers } from '../resource/read-attributes.ts';
import { refuse } from '../resource/read-context.ts';
import type { ReadContext } from '../resource/read-context.ts';
import { readSingle, readValue } from '../resource/read-value.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import type { PlacedExtension, ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import type { PatchOperation, PatchVerb } from './patch-operation.ts';

/** An operation whose members have been told apart, but not understood. */
export interface RawOperation {
  readonly verb: PatchVerb;
  readonly path: string | undefined;
  readonly value?: JsonValue;
  readonly index: number;
}

/** What an operation is about. */
interface Target {
  readonly attribute: ResourceAttribute;
  readonly filter?: CheckedFilter;
  readonly subAttribute?: ResourceAttribute;
}

/** Turns raw operations into operations on single attributes. */
export class PatchReader {
  readonly operations: PatchOperation[] = [];
  readonly #type: ResourceTypeDefinition;
  readonly #context: ReadContext;
  readonly #limits: FilterLimits;

  constructor(type: ResourceTypeDefinition, context: ReadContext, limits: FilterLimits) {
    this.#type = type;
    this.#context = context;
    this.#limits = limits;
  }

  read(raw: RawOperation): void {
    if (raw.path === undefined) {
      this.#readPathless(raw);
      return;
    }
    const extension = resolveExtension(this.#type, raw.path);
    if (extension === undefined) this.#readPath(raw, raw.path);
    else this.#readExtension(raw, extension);
  }

  #readPathless(raw: RawOperation): void {
    if (raw.verb === 'remove') throw ScimError.noTarget('"remove" needs a path');
    if (!this.#context.recorder.dialect.pathlessOperation) throw ScimError.invalidPath('A path is required');
    if (!isJsonObject(raw.value)) throw ScimError.invalidValue('Without a path, "value" must be an object');
    this.#readObject(raw, raw.value);
  }

  #readObject(raw: RawOperation, value: JsonObject): void {
    for (const [name, member] of Object.entries(value)) {
      if (isDangerousName(name)) throw ScimError.invalidSyntax(`"${name}" is not an attribute name`);
      if (name.includes('[')) this.#readBracketKey(raw, name, member);
      else readMembers(this.#type, { [name]: member }, this.#context, (...taken) => this.#takeMember(raw, ...taken));
    }
  }

  /** `{"emails[type eq \"work\"].value": "x"}`: a path as a member name. */
  #readBracketKey(raw: RawOperation, name: string, value: JsonValue): void {
    if (!this.#context.recorder.permits('dottedKey', name.slice(0, 200))) {
      throw ScimError.invalidSyntax(`"${name.slice(0, 200)}" is a path, not an attribute name`);
    }
    this.#readPath({ ...raw, value }, name);
  }

  /** Read-only attributes among others are echoes; a path to one alone is a mistake. */
  #takeMember(raw: RawOperation, attribute: ResourceAttribute, value: JsonValue): void {
    if (attribute.path === 'schemas') return;
    if (isReadOnly(attribute)) {
      if (this.#context.recorder.permits('readOnlyAttribute', attribute.path)) return;
      throw ScimError.mutability(`"${attribute.path}" is read-only`);
    }
    const target =
      attribute.parent === undefined ? { attribute } : { attribute: attribute.parent, subAttribute: attribute };
    this.#add({ ...raw, value }, target);
  }

  #readExtension(raw: RawOperation, extension: PlacedExtension): void {
    if (raw.verb === 'remove') {
      for (const attribute of extension.attributes.all) {
        if (!isReadOnly(attribute)) this.operations.push({ verb: 'remove', attribute, index: raw.index });
      }
      return;
    }
    if (!isJsonObject(raw.value)) throw ScimError.invalidValue(`"${extension.schema.id}" must be an object`);
    this.#readObject(raw, { [extension.schema.id]: raw.value });
  }

  #readPath(raw: RawOperation, text: string): void {
    const target = this.#resolve(text);
    if (target === undefined) return;
    if (target.attribute.path === 'schemas') {
      if (raw.verb === 'remove') throw ScimError.mutability('"schemas" is required and follows from the attributes');
      checkUrns(this.#type, raw.value ?? null, this.#context);
      return;
    }
    if (isReadOnly(target.attribute) || (target.subAttribute !== undefined && isReadOnly(target.subAttribute))) {
      throw ScimError.mutability(`"${(target.subAttribute ?? target.attribute).path}" is read-only`);
    }
    this.#add(raw, target);
  }

  /** `undefined` for an attribute that nobody knows, where that is tolerated. */
  #resolve(text: string): Target | undefined {
    const { recorder } = this.#context;
    const path = parsePath(text, { recorder, limits: this.#limits });
    if (path.kind === 'schemaPath') return this.#unknown(text);
    if (path.kind === 'attributePath') return this.#resolveAttribute(path, text);
    const attribute = resolveAttribute(this.#type, path.path, recorder);
    if (attribute === undefined) return this.#unknown(text);
    const filter = checkValueFilter(path.filter, attribute, recorder);
    if (path.subAttribute === undefined) return { attribute, filter };
    const subAttribute = attribute.subAttributes.find(path.subAttribute);
    return subAttribute === undefined ? this.#unknown(text) : { attribute, filter, subAttribute };
  }

  #resolveAttribute(path: AttributePath, text: string): Target | undefined {
    if (isDangerousName(path.attribute) || isDangerousName(path.subAttribute ?? '')) {
      throw ScimError.invalidPath(`"${text}" is not an attribute path`);
    }
    const attribute = resolveAttribute(this.#type, path, this.#context.recorder);
    if (attribute === undefined) return this.#unknown(text);
    return attribute.parent === undefined ? { attribute } : { attribute: attribute.parent, subAttribute: attribute };
  }

  #unknown(text: string): undefined {
    if (this.#context.recorder.permits('unknownAttribute', text.slice(0, 200))) return undefined;
    throw ScimError.invalidPath(`There is no attribute "${text.slice(0, 200)}"`);
  }

  #add(raw: RawOperation, target: Target): void {
    const { verb, index } = raw;
    if (!target.attribute.definition.retained) {
      dropWriteOnly(target.attribute, raw.value ?? null, this.#context);
    } else if (verb === 'remove') this.#addRemove(raw, target);
    else if (raw.value === undefined) throw ScimError.invalidValue(`Operation ${index + 1} needs a value`);
    else if (verb === 'replace' && unassignsParts(target, raw.value)) this.#replaceParts(raw, target, raw.value);
    else {
      const issues = this.#context.issues.length;
      const value = this.#readValue(raw, raw.value, target);
      if (value !== undefined) this.operations.push({ verb, ...target, value, index });
      else if (verb === 'replace' && this.#context.issues.length === issues) {
        this.operations.push({ verb: 'remove', ...target, index });
      }
    }
  }

  /** RFC 7643 §2.5: `null` unassigns that part; what is not named stays (RFC 7644 §3.5.2.3). */
  #replaceParts(raw: RawOperation, target: Target, value: JsonObject): void {
    const { attribute } = target;
    const { index } = raw;
    const isReference = attribute.subAttributes.find('$ref') !== undefined;
    for (const [name, member] of Object.entries(value)) {
      const subAttribute = member === null ? attribute.subAttributes.find(name) : undefined;
      if (subAttribute === undefined || isReadOnly(subAttribute)) continue;
      // what is left of a reference without its value would point at the old resource
      const whole = isReference && subAttribute.name === 'value';
      this.operations.push({ verb: 'remove', attribute, ...(whole ? {} : { subAttribute }), index });
    }
    const assigned = Object.entries(value).filter(([, member]) => member !== null);
    if (assigned.length > 0) this.#add({ ...raw, value: Object.fromEntries(assigned) }, target);
  }

  #readValue(raw: RawOperation, value: JsonValue, target: Target): JsonValue | undefined {
    const { attribute, subAttribute, filter } = target;
    if (value === null) return undefined;
    if (subAttribute !== undefined) return readValue(subAttribute, value, this.#context);
    if (filter !== undefined) return readSingle(attribute, value, this.#context);
    return readValue(attribute, raw.verb === 'add' && isOneOfMany(attribute, value) ? [value] : value, this.#context);
  }

  /** Without the leniency `value` would be passed over and every value removed: far from what was meant. */
  #addRemove(raw: RawOperation, target: Target): void {
    const { attribute, filter, subAttribute } = target;
    const { value, index } = raw;
    const byValue =
      value !== undefined &&
      value !== null &&
      filter === undefined &&
      subAttribute === undefined &&
      attribute.definition.multiValued;
    if (!byValue) {
      this.operations.push({ verb: 'remove', ...target, index });
    } else if (this.#context.recorder.permits('removalByValue', attribute.path)) {
      const list = readValue(attribute, isJsonArray(value) ? value : [value], this.#context);
      this.operations.push({ verb: 'remove', attribute, value: list ?? [], index });
    } else refuse(this.#context, attribute.path, 'invalidSyntax', '"remove" takes no value');
  }
}

function unassignsParts({ attribute, subAttribute, filter }: Target, value: JsonValue): value is JsonObject {
  const { multiValued, type } = attribute.definition;
  if (multiValued || type !== 'complex' || subAttribute !== undefined || filter !== undefined) return false;
  return isJsonObject(value) && Object.values(value).includes(null);
}

/** RFC 7644 §3.5.2.1 lets one value be added to a multi-valued attribute without a list around it. */
function isOneOfMany({ definition: { multiValued, type } }: ResourceAttribute, value: JsonValue): boolean {
  if (!multiValued || isJsonArray(value) || value === '') return false;
  return type !== 'complex' || isJsonObject(value);
}

function isReadOnly(attribute: ResourceAttribute): boolean {
  return attribute.definition.mutability === 'readOnly' || attribute.parent?.definition.mutability === 'readOnly';
}
