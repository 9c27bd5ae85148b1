import { placeAttributes } from './attribute-table.ts';
import type { AttributeTable, ResourceAttribute } from './attribute-table.ts';
import { commonAttributes } from './common-attributes.ts';
import type { SchemaDefinition } from './schema-definition.ts';

/** A schema that resources of a type may or must have besides their core schema. */
export interface SchemaExtension {
  readonly schema: SchemaDefinition;
  /** Whether a resource of the type must carry the extension (RFC 7643 §6). */
  readonly required: boolean;
}

/** What an author writes of a resource type. */
export interface ResourceTypeInput {
  /** E.g. `User`; also the resource type's id and `meta.resourceType`. */
  readonly name: string;
  /** Relative to the base URL, with a leading slash, e.g. `/Users`. */
  readonly endpoint: string;
  readonly description?: string;
  readonly schema: SchemaDefinition;
  readonly extensions?: readonly SchemaExtension[];
}

/** An extension of a resource type with its attributes in place. */
export interface PlacedExtension extends SchemaExtension {
  readonly attributes: AttributeTable;
}

/** A resource type (RFC 7643 §6) with its attributes looked up by name. Make it once with `defineResourceType`. */
export interface ResourceTypeDefinition {
  readonly name: string;
  readonly endpoint: string;
  readonly description: string;
  readonly schema: SchemaDefinition;
  readonly extensions: readonly PlacedExtension[];
  /** Common and core attributes. */
  readonly attributes: AttributeTable;
  /** The extension with this URN, whatever its case. */
  findExtension(urn: string): PlacedExtension | undefined;
}

/** @throws TypeError when the endpoint has no leading slash or an extension is named twice */
export function defineResourceType(input: ResourceTypeInput): ResourceTypeDefinition {
  if (!/^\/[A-Za-z0-9_-]+$/.test(input.endpoint)) throw new TypeError(`"${input.endpoint}" is not an endpoint`);
  const extensions = (input.extensions ?? []).map(placeExtension);
  const byUrn = new Map(extensions.flatMap((extension) => spellings(extension.schema.id, extension)));
  if (new Set(extensions.map((extension) => extension.schema.id.toLowerCase())).size < extensions.length) {
    throw new TypeError(`Resource type "${input.name}" names an extension twice`);
  }
  return Object.freeze({
    name: input.name,
    endpoint: input.endpoint,
    description: input.description ?? input.schema.description,
    schema: input.schema,
    extensions: Object.freeze(extensions),
    attributes: placeAttributes(coreAttributes(input.schema)),
    findExtension: (urn: string) => byUrn.get(urn) ?? byUrn.get(urn.toLowerCase()),
  });
}

/** Older schemas list common attributes themselves; the common characteristics win (RFC 7643 §3.1). */
function coreAttributes(schema: SchemaDefinition): SchemaDefinition['attributes'] {
  const common = new Set(commonAttributes.map((attribute) => attribute.name.toLowerCase()));
  return [...commonAttributes, ...schema.attributes.filter((attribute) => !common.has(attribute.name.toLowerCase()))];
}

function placeExtension(extension: SchemaExtension): PlacedExtension {
  return { ...extension, attributes: placeAttributes(extension.schema.attributes, extension.schema.id) };
}

function spellings<T>(urn: string, value: T): readonly (readonly [string, T])[] {
  return [
    [urn, value],
    [urn.toLowerCase(), value],
  ];
}

/** Every attribute of the type, extensions included, without sub-attributes. */
export function allAttributes(type: ResourceTypeDefinition): readonly ResourceAttribute[] {
  return [...type.attributes.all, ...type.extensions.flatMap((extension) => extension.attributes.all)];
}
