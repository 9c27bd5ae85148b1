import type { JsonObject, ResourceAttribute, ResourceTypeDefinition } from '@lockstep/scim';

/** What of a type's attributes shows in the JSON text of a resource. */
interface Marks {
  /** Keys of attributes that an answer does not have unless asked. */
  readonly hidden: readonly string[];
  readonly extensions: readonly { readonly id: string; readonly required: boolean; readonly key: string }[];
}

const known = new WeakMap<ResourceTypeDefinition, Marks>();

function isHidden({ definition: { returned } }: ResourceAttribute): boolean {
  return returned === 'never' || returned === 'request';
}

function marksOf(type: ResourceTypeDefinition): Marks {
  const found = known.get(type);
  if (found !== undefined) return found;
  const attributes = [type, ...type.extensions].flatMap((holder) => [...holder.attributes.all]);
  const hidden = attributes
    .flatMap((attribute) => [attribute, ...attribute.subAttributes.all])
    .filter(isHidden)
    .map(({ name }) => `${JSON.stringify(name)}:`);
  const extensions = type.extensions.map(({ schema: { id }, required }) => {
    return { id, required, key: `${JSON.stringify(id)}:` };
  });
  const marks = { hidden, extensions };
  known.set(type, marks);
  return marks;
}

/**
 * What `project` makes of `present` with the default projection, put together from the JSON text of the attributes
 * without taking it apart: a page of a hundred resources costs a third. Within JSON text a name in quotes and a colon
 * are a key and nothing else, since the quotes in a value are escaped. Undefined where the text holds, or might hold,
 * what an answer does not have. The type must know every attribute of the text.
 */
export function writeWhole(
  type: ResourceTypeDefinition,
  attributes: string,
  { id, meta, readOnly = {} }: { readonly id: string; readonly meta: JsonObject; readonly readOnly?: JsonObject },
): string | undefined {
  const { hidden, extensions } = marksOf(type);
  if (!attributes.startsWith('{"') || hidden.some((key) => attributes.includes(key))) return undefined;
  const schemas = [type.schema.id];
  for (const { id: schema, required, key } of extensions) {
    const at = attributes.indexOf(key);
    // there, but empty
    if (at >= 0 && attributes.startsWith('{}', at + key.length)) return undefined;
    if (required || at >= 0) schemas.push(schema);
  }
  const further = Object.entries(readOnly).map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{"schemas":${JSON.stringify(schemas)},"id":${JSON.stringify(id)},${attributes.slice(1, -1)}${further.join('')},"meta":${JSON.stringify(meta)}}`;
}
