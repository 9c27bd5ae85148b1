import type { Extensions, ExtensionsBody } from '@lockstep/admin-api';
import type { UserExtension } from '../../api/schemas.ts';

type Values = Extensions[string];
export type ExtensionValue = Values[string];
export type ExtensionAttribute = UserExtension['attributes'][number];
type Complex = Exclude<ExtensionValue, string | number | boolean | readonly unknown[]>;

/** Can be filled in by people: not what is read-only, and not a list of complex values, which has no form. */
export function hasField({ mutability, type, multiValued }: ExtensionAttribute): boolean {
  return mutability !== 'readOnly' && !(type === 'complex' && multiValued === true);
}

/** Is never shown, so nobody here knows whether there is a value. */
export function isSecret({ mutability, returned }: Pick<ExtensionAttribute, 'mutability' | 'returned'>): boolean {
  return mutability === 'writeOnly' || returned === 'never';
}

/** What nobody could give here is not asked for, and neither is what may well be there. */
function isAsked(attribute: ExtensionAttribute): boolean {
  return attribute.required === true && hasField(attribute) && !isSecret(attribute);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

export function partsOf(value: ExtensionValue | undefined): Complex {
  return typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function withMember<T>(holder: Readonly<Record<string, T>>, name: string, value: T | undefined): Record<string, T> {
  const { [name]: _former, ...others } = holder;
  return value === undefined || isNothing(value) ? others : { ...others, [name]: value };
}

/** The values with another one of an attribute; nothing takes it away, and an extension without values is none. */
export function withValue(
  extensions: Extensions,
  { id, name }: { readonly id: string; readonly name: string },
  value: ExtensionValue | undefined,
): Extensions {
  const values = withMember(extensions[id] ?? {}, name, value);
  return withMember(extensions, id, Object.keys(values).length === 0 ? undefined : values);
}

/** The same for a part of a complex value. */
export function withPart(
  value: ExtensionValue | undefined,
  part: string,
  given: Complex[string] | undefined,
): Complex | undefined {
  const parts = withMember(partsOf(value), part, given);
  return Object.keys(parts).length === 0 ? undefined : parts;
}

/** What was edited, as the admin API takes it; undefined where nothing was. */
export function changedExtensions(before: Extensions, after: Extensions): ExtensionsBody | undefined {
  const changed: ExtensionsBody = {};
  for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[id] ?? {}, after[id] ?? {}];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    const edited = names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
    if (edited.length > 0) changed[id] = Object.fromEntries(edited.map((name) => [name, written(was[name], is[name])]));
  }
  return Object.keys(changed).length === 0 ? undefined : changed;
}

/** Parts of a complex value that are gone are cleared: what is absent would stay. */
function written(
  was: ExtensionValue | undefined,
  is: ExtensionValue | undefined,
): NonNullable<ExtensionsBody[string]>[string] {
  if (is === undefined || typeof is !== 'object' || Array.isArray(is)) return is ?? null;
  const gone = Object.keys(partsOf(was)).filter((part) => !Object.hasOwn(is, part));
  return { ...is, ...Object.fromEntries(gone.map((part) => [part, null])) };
}

/** The paths of attributes that are required and empty: of an extension that has values, or that everybody has. */
export function missingPaths(definitions: readonly UserExtension[], extensions: Extensions): string[] {
  return definitions.flatMap(({ id, required, attributes }) => {
    const values = extensions[id] ?? {};
    if (!required && Object.keys(values).length === 0) return [];
    return attributes.flatMap((attribute) => {
      const { name, subAttributes = [] } = attribute;
      const value = values[name];
      const path = `extensions.${id}.${name}`;
      if (isNothing(value)) return isAsked(attribute) ? [path] : [];
      if (attribute.type !== 'complex' || attribute.multiValued === true) return [];
      const empty = subAttributes.filter(
        (part) => part.required === true && !isSecret(part) && isNothing(partsOf(value)[part.name]),
      );
      return empty.map((part) => `${path}.${part.name}`);
    });
  });
}
