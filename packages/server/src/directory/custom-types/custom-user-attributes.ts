import { userProfile, type UserAttribute } from '@lockstep/provisioning';
import type { AttributeDefinition } from '@lockstep/scim';
import type { Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { compileTypes } from './compile-types.ts';
import { isSecret, ownExtensions } from './own-extensions.ts';
import { readDefinitions } from './read-definitions.ts';

const types = {
  string: 'string',
  reference: 'string',
  dateTime: 'string',
  boolean: 'boolean',
  integer: 'integer',
  decimal: 'number',
} as const;

/** The type as mappings know it; undefined for what they cannot read: secrets, binary and complex attributes. */
function typeOf(definition: AttributeDefinition): UserAttribute['type'] | undefined {
  const { type, multiValued } = definition;
  if (isSecret(definition) || type === 'complex' || type === 'binary') return undefined;
  return multiValued ? 'string-array' : types[type];
}

/**
 * The attributes of users that an organization has defined, as expressions name them: `user.badgeNumber`. Those whose name
 * is taken, by the base profile or by another of its extensions, are left out: mappings name them by their path.
 */
export async function customUserAttributes(
  db: Kysely<Tables>,
  organizationId: string,
): Promise<readonly UserAttribute[]> {
  const { version, definitions } = await readDefinitions(db, organizationId);
  if (version === 0) return [];
  const own = ownExtensions(compileTypes(version, definitions).user);
  const attributes = own.flatMap(({ schema, attributes: { all } }) =>
    all.flatMap(({ name, definition }): UserAttribute[] => {
      const type = typeOf(definition);
      return type === undefined ? [] : [{ name, type, source: `${schema.id}:${name}` }];
    }),
  );
  return attributes.filter(
    ({ name }) =>
      !userProfile.some((one) => one.name === name) && attributes.filter((one) => one.name === name).length === 1,
  );
}
