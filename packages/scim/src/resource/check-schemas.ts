import { isJsonArray } from '../json.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { ResourceTypeDefinition } from '../schema/resource-type-definition.ts';
import { refuse } from './read-context.ts';
import type { ReadContext } from './read-context.ts';

/** Sent by Microsoft Entra ID next to the group schema. */
const legacyGroupSchema = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/**
 * Checks a body's `schemas` (RFC 7643 §3): texts, the core schema among them, every extension that has attributes,
 * and nothing else. What is kept does not include `schemas`: it follows from the attributes.
 */
export function checkSchemas(
  type: ResourceTypeDefinition,
  schemas: JsonValue,
  resource: JsonObject,
  context: ReadContext,
): void {
  const listed = readUrns(schemas, context);
  if (listed === undefined) return;
  requireUrn(type.schema.id, listed, context);
  for (const extension of type.extensions) {
    if (Object.hasOwn(resource, extension.schema.id)) requireUrn(extension.schema.id, listed, context);
  }
  for (const urn of listed) checkUrn(type, urn, context);
}

/** Checks `schemas` in an operation of a PATCH: what is listed follows from the attributes, but must be known. */
export function checkUrns(type: ResourceTypeDefinition, schemas: JsonValue, context: ReadContext): void {
  for (const urn of readUrns(schemas, context) ?? []) checkUrn(type, urn, context);
}

function readUrns(schemas: JsonValue, context: ReadContext): readonly string[] | undefined {
  if (schemas === null) return [];
  const list = isJsonArray(schemas) ? schemas : [schemas];
  if (list.every((urn) => typeof urn === 'string')) return list;
  return refuse(context, 'schemas', 'invalidSyntax', '"schemas" must be a list of URNs');
}

function requireUrn(urn: string, listed: readonly string[], context: ReadContext): void {
  if (listed.includes(urn) || listed.some((other) => other.toLowerCase() === urn.toLowerCase())) return;
  if (context.recorder.permits('missingSchema', urn)) return;
  refuse(context, 'schemas', 'invalidSyntax', `"schemas" must have "${urn}"`);
}

function checkUrn(type: ResourceTypeDefinition, urn: string, context: ReadContext): void {
  if (urn === type.schema.id || type.findExtension(urn) !== undefined) return;
  if (urn.toLowerCase() === type.schema.id.toLowerCase()) return;
  const tolerance = urn === legacyGroupSchema ? 'legacyGroupSchema' : 'unknownSchema';
  if (context.recorder.permits(tolerance, 'schemas')) return;
  refuse(context, 'schemas', 'invalidSyntax', `"${urn.slice(0, 200)}" is not a schema of ${type.name}`);
}
