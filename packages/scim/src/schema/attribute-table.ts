import type { AttributeDefinition } from './attribute-definition.ts';

/** An attribute in its place in a resource type: the definition, where it lives, and what is below it. */
export interface ResourceAttribute {
  readonly definition: AttributeDefinition;
  /** The name as the schema spells it. */
  readonly name: string;
  /** URN of the extension that holds the attribute; absent for core and common attributes. */
  readonly extension?: string;
  /** The complex attribute that this is a sub-attribute of. */
  readonly parent?: ResourceAttribute;
  /** Standard notation, e.g. `name.givenName` or `urn:…:User:department` (RFC 7644 §3.10). */
  readonly path: string;
  /**
   * Sub-attributes; for a multi-valued simple attribute one sub-attribute `value` that stands for the element
   * itself, so that `tags[value eq "x"]` can be said (RFC 7644 §3.5.2.2).
   */
  readonly subAttributes: AttributeTable;
}

/** Attributes by name, whatever its case (RFC 7643 §2.1). Built once, read often. */
export class AttributeTable {
  readonly all: readonly ResourceAttribute[];
  readonly #byName: ReadonlyMap<string, ResourceAttribute>;

  constructor(all: readonly ResourceAttribute[]) {
    this.all = all;
    const byName = new Map<string, ResourceAttribute>();
    for (const attribute of all) byName.set(attribute.name.toLowerCase(), attribute);
    // The schema's own spelling is what nearly everybody sends: found without making a lower-case copy.
    for (const attribute of all) byName.set(attribute.name, attribute);
    this.#byName = byName;
  }

  find(name: string): ResourceAttribute | undefined {
    return this.#byName.get(name) ?? this.#byName.get(name.toLowerCase());
  }
}

const noAttributes = new AttributeTable([]);

/** Places the definitions of one schema; `extension` is the schema's URN when it is an extension. */
export function placeAttributes(definitions: readonly AttributeDefinition[], extension?: string): AttributeTable {
  const prefix = extension === undefined ? '' : `${extension}:`;
  return new AttributeTable(definitions.map((definition) => place(definition, prefix, { extension })));
}

interface Place {
  readonly extension: string | undefined;
  readonly parent?: ResourceAttribute;
}

function place(definition: AttributeDefinition, prefix: string, where: Place): ResourceAttribute {
  const attribute = {
    definition,
    name: definition.name,
    path: prefix + definition.name,
    ...(where.extension === undefined ? {} : { extension: where.extension }),
    ...(where.parent === undefined ? {} : { parent: where.parent }),
    subAttributes: noAttributes,
  };
  attribute.subAttributes = placeBelow(attribute, where.extension);
  return attribute;
}

function placeBelow(parent: ResourceAttribute, extension: string | undefined): AttributeTable {
  const { definition } = parent;
  const where = { extension, parent };
  if (definition.type === 'complex') {
    return new AttributeTable(definition.subAttributes.map((sub) => place(sub, `${parent.path}.`, where)));
  }
  if (!definition.multiValued) return noAttributes;
  return new AttributeTable([place({ ...definition, name: 'value', multiValued: false }, `${parent.path}.`, where)]);
}
