import type { ToleranceRecorder } from '../dialect.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';
import type { PlacedExtension, ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import type { AttributePath } from './attribute-path.ts';

/**
 * Finds the attribute or sub-attribute that a path names in a resource type; `undefined` when there is none.
 * With a recorder that allows it, an extension's attribute is found without its URN.
 */
export function resolveAttribute(
  type: ResourceTypeDefinition,
  path: AttributePath,
  recorder?: ToleranceRecorder,
): ResourceAttribute | undefined {
  const attribute = findAttribute(type, path, recorder);
  if (attribute === undefined || path.subAttribute === undefined) return attribute;
  return attribute.subAttributes.find(path.subAttribute);
}

function findAttribute(
  type: ResourceTypeDefinition,
  path: AttributePath,
  recorder: ToleranceRecorder | undefined,
): ResourceAttribute | undefined {
  if (path.schema !== undefined) {
    if (path.schema.toLowerCase() === type.schema.id.toLowerCase()) return type.attributes.find(path.attribute);
    return type.findExtension(path.schema)?.attributes.find(path.attribute);
  }
  return type.attributes.find(path.attribute) ?? findUnqualified(type, path.attribute, recorder);
}

function findUnqualified(
  type: ResourceTypeDefinition,
  name: string,
  recorder: ToleranceRecorder | undefined,
): ResourceAttribute | undefined {
  if (recorder === undefined || !recorder.dialect.unqualifiedAttribute) return undefined;
  for (const extension of type.extensions) {
    const found = extension.attributes.find(name);
    if (found !== undefined && recorder.permits('unqualifiedAttribute', found.path)) return found;
  }
  return undefined;
}

/**
 * Finds the extension that a text names as a whole. The grammar cannot tell `urn:…:2.0:User` from an attribute
 * `User` of `urn:…:2.0`, so this is asked first.
 */
export function resolveExtension(type: ResourceTypeDefinition, text: string): PlacedExtension | undefined {
  return text.includes(':') ? type.findExtension(text) : undefined;
}
