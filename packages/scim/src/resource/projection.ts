import { isJsonArray, isJsonObject } from '../json.ts';
import type { JsonObject, JsonValue, MutableJsonObject } from '../json.ts';
import { ScimError } from '../errors.ts';
import { readAttributePath } from '../path/attribute-path.ts';
import { resolveAttribute, resolveExtension } from '../path/resolve-path.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';

/** As in a query: names separated by commas, or as a list. */
export interface ProjectionRequest {
  readonly attributes?: string | readonly string[];
  readonly excludedAttributes?: string | readonly string[];
}

/** Attributes that were named: as a whole, or some of their sub-attributes. */
type Selection = ReadonlyMap<ResourceAttribute, 'whole' | ReadonlySet<ResourceAttribute>>;

/** How much of an attribute is returned: all, nothing, or these sub-attributes. */
type Share = 'all' | 'none' | ReadonlySet<string>;

/** Which attributes an answer has (RFC 7644 §3.4.2.5 and §3.9), by each attribute's `returned` characteristic. */
export class Projection {
  readonly kind: 'default' | 'attributes' | 'excludedAttributes';
  readonly #selection: Selection;
  readonly #shares = new Map<ResourceAttribute, Share>();

  constructor(kind: Projection['kind'], selection: Selection) {
    this.kind = kind;
    this.#selection = selection;
  }

  /** Whether anything of the attribute is returned; a server need not load what is not. */
  includes(attribute: ResourceAttribute): boolean {
    return this.share(attribute) !== 'none';
  }

  share(attribute: ResourceAttribute): Share {
    const known = this.#shares.get(attribute);
    if (known !== undefined) return known;
    const share = this.#work(attribute);
    this.#shares.set(attribute, share);
    return share;
  }

  #work(attribute: ResourceAttribute): Share {
    const { returned } = attribute.definition;
    if (returned === 'never') return 'none';
    const named = this.#selection.get(attribute);
    if (this.kind === 'attributes') return this.#requested(attribute, named);
    if (returned === 'request' || (named === 'whole' && returned !== 'always')) return 'none';
    return subShare(attribute, (sub) => {
      const excluded = named !== undefined && named !== 'whole' && named.has(sub);
      return sub.definition.returned === 'default' && !excluded;
    });
  }

  #requested(attribute: ResourceAttribute, named: 'whole' | ReadonlySet<ResourceAttribute> | undefined): Share {
    if (named === undefined && attribute.definition.returned !== 'always') return 'none';
    if (named === undefined || named === 'whole') {
      return subShare(attribute, (sub) => sub.definition.returned === 'default');
    }
    return subShare(attribute, (sub) => named.has(sub) && sub.definition.returned !== 'never');
  }
}

/** What is left of a complex attribute when each sub-attribute is asked; `always` needs no asking. */
function subShare(attribute: ResourceAttribute, wanted: (sub: ResourceAttribute) => boolean): Share {
  if (attribute.definition.type !== 'complex') return 'all';
  const kept = attribute.subAttributes.all.filter((sub) => sub.definition.returned === 'always' || wanted(sub));
  if (kept.length === attribute.subAttributes.all.length) return 'all';
  return kept.length === 0 ? 'none' : new Set(kept.map((sub) => sub.name));
}

/**
 * Reads the two query parameters. Names that the type does not have are passed over.
 * @throws ScimError `invalidValue` when both are given
 */
export function parseProjection(request: ProjectionRequest, type: ResourceTypeDefinition): Projection {
  const attributes = namesOf(request.attributes);
  const excluded = namesOf(request.excludedAttributes);
  if (attributes.length > 0 && excluded.length > 0) {
    throw ScimError.invalidValue('"attributes" and "excludedAttributes" exclude each other');
  }
  if (attributes.length > 0) return new Projection('attributes', select(attributes, type));
  if (excluded.length > 0) return new Projection('excludedAttributes', select(excluded, type));
  return defaultOf(type);
}

/** What most requests want; it is worked out once for a type. */
const defaults = new WeakMap<ResourceTypeDefinition, Projection>();

function defaultOf(type: ResourceTypeDefinition): Projection {
  const known = defaults.get(type) ?? new Projection('default', new Map());
  defaults.set(type, known);
  return known;
}

function namesOf(names: string | readonly string[] | undefined): readonly string[] {
  const list = typeof names === 'string' ? names.split(',') : (names ?? []);
  return list.map((name) => name.trim()).filter((name) => name !== '');
}

function select(names: readonly string[], type: ResourceTypeDefinition): Selection {
  const selection = new Map<ResourceAttribute, 'whole' | Set<ResourceAttribute>>();
  for (const name of names) {
    const extension = resolveExtension(type, name);
    if (extension !== undefined) {
      for (const attribute of extension.attributes.all) selection.set(attribute, 'whole');
      continue;
    }
    const path = readAttributePath(name);
    const attribute = path === undefined ? undefined : resolveAttribute(type, path);
    if (attribute !== undefined) selectAttribute(selection, attribute);
  }
  return selection;
}

function selectAttribute(
  selection: Map<ResourceAttribute, 'whole' | Set<ResourceAttribute>>,
  attribute: ResourceAttribute,
): void {
  if (attribute.parent === undefined) {
    selection.set(attribute, 'whole');
    return;
  }
  const named = selection.get(attribute.parent);
  if (named === undefined) selection.set(attribute.parent, new Set([attribute]));
  else if (named !== 'whole') named.add(attribute);
}

/** Leaves out of a presented resource what the projection does not include. */
export function project(type: ResourceTypeDefinition, resource: JsonObject, projection: Projection): JsonObject {
  const result: MutableJsonObject = {};
  for (const name of Object.keys(resource)) {
    const value = resource[name]!;
    const attribute = type.attributes.find(name);
    const kept =
      attribute === undefined
        ? projectExtension(type, name, value, projection)
        : projectValue(value, projection.share(attribute));
    if (kept !== undefined) result[name] = kept;
  }
  return result;
}

function projectExtension(
  type: ResourceTypeDefinition,
  urn: string,
  value: JsonValue,
  projection: Projection,
): JsonValue | undefined {
  const extension = type.findExtension(urn);
  if (extension === undefined || !isJsonObject(value)) return undefined;
  const result: MutableJsonObject = {};
  for (const name of Object.keys(value)) {
    const attribute = extension.attributes.find(name);
    const kept = attribute && projectValue(value[name]!, projection.share(attribute));
    if (kept !== undefined) result[name] = kept;
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

function projectValue(value: JsonValue, share: Share): JsonValue | undefined {
  if (share === 'all') return value;
  if (share === 'none') return undefined;
  if (!isJsonArray(value)) return projectElement(value, share);
  const elements = value.flatMap((element) => projectElement(element, share) ?? []);
  return elements.length === 0 ? undefined : elements;
}

function projectElement(element: JsonValue, names: ReadonlySet<string>): JsonObject | undefined {
  if (!isJsonObject(element)) return undefined;
  const kept = Object.entries(element).filter(([name]) => names.has(name));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
