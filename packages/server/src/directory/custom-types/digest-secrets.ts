import { createHmac } from 'node:crypto';
import { jsonEquals, valueAt, type JsonObject, type JsonValue, type ResourceTypeDefinition } from '@lockstep/scim';

interface SecretPlace {
  /** Without it nobody can try values out against a stored digest. */
  readonly key: Buffer;
  readonly resourceId: string;
}

/**
 * The attributes as they may be stored: of a write-only value only a digest is kept, which tells whether the same value
 * was sent again, and nothing else (RFC 7643 §7). `before` is what is stored; the very object comes back when nothing
 * differs from it.
 */
export function digestSecrets(
  type: ResourceTypeDefinition,
  before: JsonObject,
  after: JsonObject,
  place: SecretPlace,
): JsonObject {
  let result = after;
  for (const attribute of secretsOf(type)) {
    const value = valueAt(attribute, result);
    if (value === undefined || jsonEquals(value, valueAt(attribute, before))) continue;
    const digest = digestOf(attribute.path, value, place);
    const { extension, name } = attribute;
    result =
      extension === undefined
        ? { ...result, [name]: digest }
        : { ...result, [extension]: { ...(result[extension] as JsonObject), [name]: digest } };
  }
  return result !== after && jsonEquals(result, before) ? before : result;
}

function digestOf(path: string, value: JsonValue, { key, resourceId }: SecretPlace): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([resourceId, path, value]))
    .digest('base64url');
}

type Attributes = ResourceTypeDefinition['attributes']['all'];

const known = new WeakMap<ResourceTypeDefinition, Attributes>();

/** Write-only attributes that are kept: those of an organization's own schemas. */
function secretsOf(type: ResourceTypeDefinition): Attributes {
  const found =
    known.get(type) ??
    [...type.attributes.all, ...type.extensions.flatMap(({ attributes }) => attributes.all)].filter(
      ({ definition: { mutability, retained } }) => mutability === 'writeOnly' && retained,
    );
  known.set(type, found);
  return found;
}
