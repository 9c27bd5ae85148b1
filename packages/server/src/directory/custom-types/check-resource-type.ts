import type { DirectoryIssue } from '../directory-error.ts';
import { groupResourceType } from '../groups/group-type.ts';
import { userResourceType } from '../users/user-type.ts';
import type { CustomResourceType, Definitions, ExtensionUse } from './definitions.ts';

const namePattern = /^[A-Za-z][A-Za-z0-9]{0,39}$/;
const endpointPattern = /^\/[A-Za-z][A-Za-z0-9_-]{0,39}$/;

/** Names of resource types that a SCIM endpoint has anyhow. */
const reservedNames = new Set([
  'user',
  'group',
  'service',
  'schema',
  'resourcetype',
  'serviceproviderconfig',
  'external',
  'uri',
]);
const reservedEndpoints = new Set(
  [
    userResourceType.endpoint,
    groupResourceType.endpoint,
    '/Me',
    '/Bulk',
    '/Schemas',
    '/Services',
    '/ResourceTypes',
    '/ServiceProviderConfig',
  ].map((endpoint) => endpoint.toLowerCase()),
);

/** Extensions of one type. */
const mostExtensions = 10;

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** Extensions exist, each is named once, and there are not too many. */
export function checkExtensions(extensions: readonly ExtensionUse[], { schemas }: Definitions): DirectoryIssue[] {
  const seen = new Set<string>();
  const issues = extensions.flatMap(({ schema }, index): DirectoryIssue[] => {
    const path = `schemaExtensions.${index}.schema`;
    if (!schemas.some(({ id }) => id === schema))
      return [{ path, message: `There is no schema "${schema}". Define it first.` }];
    if (seen.has(schema)) return [{ path, message: `The extension "${schema}" is there twice.` }];
    seen.add(schema);
    return [];
  });
  if (extensions.length <= mostExtensions) return issues;
  return [
    ...issues,
    { path: 'schemaExtensions', message: `A resource type has at most ${mostExtensions} extensions.` },
  ];
}

function checkEndpoint(endpoint: string, others: readonly CustomResourceType[]): string | undefined {
  if (!endpointPattern.test(endpoint))
    return 'Use a slash, a letter, then letters, digits, "-" and "_", e.g. /Devices.';
  if (reservedEndpoints.has(endpoint.toLowerCase())) return `"${endpoint}" is an endpoint of every organization.`;
  const taken = others.find((other) => same(other.endpoint, endpoint));
  return taken === undefined ? undefined : `"${endpoint}" is the endpoint of ${taken.name}.`;
}

function checkMainSchema(
  { schema, schemaExtensions }: CustomResourceType,
  others: readonly CustomResourceType[],
  { schemas }: Definitions,
): string | undefined {
  if (!schemas.some(({ id }) => id === schema)) return `There is no schema "${schema}". Define it first.`;
  if (schemaExtensions.some((extension) => extension.schema === schema)) return 'A schema cannot extend itself.';
  const taken = others.find((other) => other.schema === schema);
  return taken === undefined ? undefined : `This is the main schema of ${taken.name} already.`;
}

/** Everything that is wrong with a resource type beside the other definitions; its shape is known to be right. */
export function checkResourceType(type: CustomResourceType, definitions: Definitions): readonly DirectoryIssue[] {
  const others = definitions.resourceTypes.filter(({ name }) => name !== type.name);
  const found: (readonly [path: string, message: string | undefined])[] = [
    ['name', namePattern.test(type.name) ? undefined : 'Use up to 40 letters and digits, with a letter first.'],
    [
      'name',
      reservedNames.has(type.name.toLowerCase()) ? `"${type.name}" is a name of every organization.` : undefined,
    ],
    ['name', others.some(({ name }) => same(name, type.name)) ? 'Another resource type has this name.' : undefined],
    ['endpoint', checkEndpoint(type.endpoint, others)],
    ['schema', checkMainSchema(type, others, definitions)],
  ];
  const issues = found.flatMap(([path, message]) => (message === undefined ? [] : [{ path, message }]));
  return [...issues, ...checkExtensions(type.schemaExtensions, definitions)];
}
