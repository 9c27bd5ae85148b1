import { isJsonObject, type JsonObject, type JsonValue } from '@lockstep/scim';
import type { AttributeType } from './expressions/attribute-type.ts';
import type { AppAttribute } from './profile-settings.ts';
import { parseTargetPath } from './target-path.ts';

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Set by the assignment, by the target itself, or never. */
const left = new Set(['id', 'meta', 'schemas', 'userName', 'active', 'password', 'groups']);
/** At most as many as settings may have. */
const most = 200;

/**
 * The attributes that mappings can fill, as the application's `/Schemas` describe them (RFC 7643 §7): single values,
 * parts of complex ones, lists of strings, and of lists such as e-mail addresses one element for each canonical type.
 * What is read-only or of no use is left out. The schemas are whatever the application answered.
 */
export function attributesFromSchemas(schemas: readonly JsonObject[]): readonly AppAttribute[] {
  const users = schemas.filter(({ id }) => typeof id === 'string' && (id === userSchema || id.endsWith(':User')));
  const found = users.flatMap((schema) => {
    const prefix = schema['id'] === userSchema ? '' : `${textOf(schema, 'id')}:`;
    return objectsIn(schema['attributes']).flatMap((attribute) => ofAttribute(attribute, prefix));
  });
  const unique = new Map(
    found.filter(({ target }) => parseTargetPath(target) !== undefined).map((one) => [one.target, one]),
  );
  return [...unique.values()].slice(0, most);
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((one) => isJsonObject(one)) : [];
}

function ofAttribute(attribute: JsonObject, prefix: string): readonly AppAttribute[] {
  const { name } = attribute;
  if (typeof name !== 'string' || !isWritable(attribute) || (prefix === '' && left.has(name))) return [];
  const target = `${prefix}${name}`;
  if (attribute['type'] !== 'complex') return simple(attribute, target);
  const parts = objectsIn(attribute['subAttributes']).filter(isWritable);
  if (attribute['multiValued'] !== true)
    return parts.flatMap((part) => simple(part, `${target}.${textOf(part, 'name')}`));
  const kinds = stringsIn(parts.find((part) => part['name'] === 'type')?.['canonicalValues']);
  const values = parts.filter((part) => !['type', 'primary', 'display', '$ref'].includes(textOf(part, 'name')));
  return kinds.flatMap((kind) =>
    values.flatMap((part) =>
      simple({ ...part, required: false }, `${target}[type eq "${kind}"].${textOf(part, 'name')}`),
    ),
  );
}

function textOf(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' ? value : '';
}

function isWritable({ mutability }: JsonObject): boolean {
  return mutability !== 'readOnly';
}

const types: Readonly<Record<string, AttributeType>> = {
  string: 'string',
  reference: 'string',
  dateTime: 'string',
  binary: 'string',
  integer: 'integer',
  decimal: 'number',
  boolean: 'boolean',
};

function simple(attribute: JsonObject, target: string): readonly AppAttribute[] {
  const type = types[textOf(attribute, 'type') || 'string'];
  const several = attribute['multiValued'] === true;
  if (type === undefined || (several && type !== 'string')) return [];
  const values = stringsIn(attribute['canonicalValues']);
  return [
    {
      target,
      type: several ? 'string-array' : type,
      required: attribute['required'] === true,
      scope: 'personal',
      ...(several && values.length > 0 ? { values } : {}),
    },
  ];
}

function stringsIn(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').slice(0, most) : [];
}
