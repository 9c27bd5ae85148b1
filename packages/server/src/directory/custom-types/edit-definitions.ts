import { isJsonObject, jsonEquals, type JsonValue, type ResourceTypeDefinition } from '@lockstep/scim';
import { DirectoryError, type DirectoryIssue } from '../directory-error.ts';
import { groupResourceType } from '../groups/group-type.ts';
import { userResourceType } from '../users/user-type.ts';
import type { EditDefinitions } from './change-definitions.ts';
import { checkExtensions, checkResourceType } from './check-resource-type.ts';
import { checkSchema } from './check-schema.ts';
import type { CustomResourceType, CustomSchema, Definitions, ExtensionUse } from './definitions.ts';

const mostSchemas = 50;
const mostResourceTypes = 20;

function refuseIssues(issues: readonly DirectoryIssue[]): void {
  const [first] = issues;
  if (first === undefined) return;
  throw new DirectoryError('invalid_request', `${first.path}: ${first.message}`, issues);
}

/** Compares as stored: order of members does not matter, and neither do members that are undefined. */
function equal(left: object, right: object): boolean {
  const [one, other] = [left, right].map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
  return isJsonObject(one) && jsonEquals(one, other);
}

function replaced<T>(list: readonly T[], item: T, isSame: (one: T) => boolean): readonly T[] {
  return list.some(isSame) ? list.map((one) => (isSame(one) ? item : one)) : [...list, item];
}

/** The resource types that have a schema, as main schema or extension. */
export function usersOfSchema(
  { resourceTypes, userExtensions, groupExtensions }: Definitions,
  id: string,
): readonly string[] {
  const types = resourceTypes.filter(
    ({ schema, schemaExtensions }) => schema === id || schemaExtensions.some((extension) => extension.schema === id),
  );
  const names = types.map(({ name }) => name);
  const has = (uses: readonly ExtensionUse[]): boolean => uses.some(({ schema }) => schema === id);
  return [...(has(userExtensions) ? ['User'] : []), ...(has(groupExtensions) ? ['Group'] : []), ...names];
}

/** Write-only attributes are never returned, whether or not the author says so. */
function complete(schema: CustomSchema): CustomSchema {
  return {
    ...schema,
    attributes: schema.attributes.map((attribute) =>
      attribute.mutability === 'writeOnly' ? { ...attribute, returned: 'never' as const } : attribute,
    ),
  };
}

/** Defines a schema, or replaces the one with this URN. Throws DirectoryError, with every issue. */
export function putSchema(given: CustomSchema): EditDefinitions {
  return (current) => {
    const { schemas } = current;
    const twin = schemas.find(({ id }) => id !== given.id && id.toLowerCase() === given.id.toLowerCase());
    const taken =
      twin === undefined
        ? []
        : [{ path: 'id', message: `"${twin.id}" differs from this in upper and lower case only.` }];
    refuseIssues([...checkSchema(given), ...taken]);
    const schema = complete(given);
    const held = schemas.find(({ id }) => id === schema.id);
    if (held !== undefined && equal(held, schema)) return current;
    if (held === undefined && schemas.length >= mostSchemas)
      throw new DirectoryError('limit_reached', `An organization defines at most ${mostSchemas} schemas.`);
    return { ...current, schemas: replaced(schemas, schema, ({ id }) => id === schema.id) };
  };
}

/** Throws DirectoryError `not_found`, or `schema_in_use` while a resource type has it. */
export function deleteSchema(id: string): EditDefinitions {
  return (current) => {
    if (!current.schemas.some((schema) => schema.id === id))
      throw new DirectoryError('not_found', 'There is no such schema.');
    const users = usersOfSchema(current, id);
    if (users.length > 0)
      throw new DirectoryError('schema_in_use', `The schema is part of ${users.join(', ')}. Take it from there first.`);
    return { ...current, schemas: current.schemas.filter((schema) => schema.id !== id) };
  };
}

/** Says which schemas extend User or Group; those that every one of them may have are there anyhow. */
function extend(
  kept: 'userExtensions' | 'groupExtensions',
  { name, endpoint, schema: main, extensions }: ResourceTypeDefinition,
  type: CustomResourceType,
): EditDefinitions {
  const builtIn = new Set(extensions.map(({ schema }) => schema.id));
  return (current) => {
    const issues: DirectoryIssue[] = [];
    if (type.endpoint !== endpoint)
      issues.push({ path: 'endpoint', message: `The endpoint of ${name} is ${endpoint}.` });
    if (type.schema !== main.id) issues.push({ path: 'schema', message: `The main schema of ${name} is ${main.id}.` });
    const own = type.schemaExtensions.filter(({ schema }) => !builtIn.has(schema));
    refuseIssues([...issues, ...checkExtensions(own, current)]);
    return equal({ list: own }, { list: current[kept] }) ? current : { ...current, [kept]: own };
  };
}

/** Defines a resource type, or replaces the one with this name. Throws DirectoryError, with every issue. */
export function putResourceType(type: CustomResourceType): EditDefinitions {
  if (type.name === 'User') return extend('userExtensions', userResourceType, type);
  if (type.name === 'Group') return extend('groupExtensions', groupResourceType, type);
  return (current) => {
    refuseIssues(checkResourceType(type, current));
    const { resourceTypes } = current;
    const held = resourceTypes.find(({ name }) => name === type.name);
    if (held !== undefined && equal(held, type)) return current;
    if (held === undefined && resourceTypes.length >= mostResourceTypes)
      throw new DirectoryError('limit_reached', `An organization defines at most ${mostResourceTypes} resource types.`);
    return { ...current, resourceTypes: replaced(resourceTypes, type, ({ name }) => name === type.name) };
  };
}

/** Throws DirectoryError `not_found`. */
export function deleteResourceType(name: string): EditDefinitions {
  return (current) => {
    if (!current.resourceTypes.some((type) => type.name === name))
      throw new DirectoryError('not_found', 'There is no such resource type.');
    return { ...current, resourceTypes: current.resourceTypes.filter((type) => type.name !== name) };
  };
}
