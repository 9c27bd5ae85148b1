/** A clause of an RFC, or something that a client is known to send, and the files that answer for it. */
export interface Clause {
  /** As the titles of its tests begin. */
  readonly id: string;
  readonly about: string;
  /** Below `packages/`. */
  readonly code: readonly string[];
}

/** A document or a client, and what of it concerns a service provider. */
export interface Chapter {
  readonly title: string;
  readonly source: string;
  readonly clauses: readonly Clause[];
}

type Row = readonly [section: string, about: string, ...code: string[]];

const resource = 'scim/src/resource';
const schema = 'scim/src/schema';
const patch = 'scim/src/patch';
const filter = 'scim/src/filter';
const message = 'scim/src/message';
const http = 'server/src/http/scim';
const sql = 'server/src/storage/filter-to-sql';
const groups = 'server/src/directory/groups';
const customTypes = 'server/src/directory/custom-types';

function rfc(number: string, title: string, rows: readonly Row[]): Chapter {
  const clauses = rows.map(([section, about, ...code]) => ({ id: `RFC ${number} §${section}`, about, code }));
  return { title: `RFC ${number}: ${title}`, source: `https://www.rfc-editor.org/rfc/rfc${number}`, clauses };
}

function client(name: string, source: string, rows: readonly Row[]): Chapter {
  const clauses = rows.map(([number, about, ...code]) => ({ id: `${name} ${number}`, about, code }));
  return { title: name === 'Others' ? 'Other clients' : name, source, clauses };
}

const rfc7643 = rfc('7643', 'core schema', [
  ['2.1', 'Attributes and their names', `${schema}/attribute-table.ts`, `${resource}/read-attributes.ts`],
  [
    '2.2',
    'Characteristics of attributes',
    `${schema}/attribute-definition.ts`,
    `${resource}/check-resource.ts`,
    `${customTypes}/compile-types.ts`,
    `${customTypes}/unique-values.ts`,
    `${customTypes}/digest-secrets.ts`,
  ],
  ['2.3', 'Data types', `${resource}/read-simple.ts`],
  ['2.3.1', 'String', `${resource}/read-simple.ts`],
  ['2.3.2', 'Boolean', `${resource}/read-simple.ts`],
  ['2.3.6', 'Binary', `${resource}/read-simple.ts`],
  ['2.3.7', 'Reference', `${resource}/read-simple.ts`],
  ['2.4', 'Multi-valued attributes', `${resource}/distinct-values.ts`, `${patch}/elements.ts`],
  ['2.5', 'Unassigned and null', `${resource}/read-value.ts`],
  ['3', 'schemas', `${resource}/check-schemas.ts`, `${resource}/present.ts`],
  ['3.1', 'Common attributes', `${schema}/common-attributes.ts`, `${resource}/present.ts`],
  ['3.3', 'Extensions', `${schema}/resource-type-definition.ts`, `${customTypes}/edit-definitions.ts`],
  ['4.1', 'User', `${schema}/user-schema.ts`],
  ['4.1.2', 'Groups of a user', 'server/src/directory/groups/groups-of-users.ts'],
  ['4.2', 'Group', `${groups}/group-type.ts`, `${http}/resources/group-members.ts`],
  ['4.3', 'Enterprise user', `${schema}/enterprise-user-schema.ts`],
  ['5', 'Service provider configuration', 'scim/src/discovery/service-provider-config.ts', `${http}/discovery.ts`],
  ['6', 'Resource types', 'scim/src/discovery/resource-type-resource.ts', `${customTypes}/check-resource-type.ts`],
  ['7', 'Schema definition', 'scim/src/discovery/schema-resource.ts', `${customTypes}/check-schema.ts`],
  ['9.2', 'Passwords', `${resource}/check-resource.ts`],
]);

const rfc7644 = rfc('7644', 'protocol', [
  ['2', 'Authentication', `${http}/steps/authenticate-caller.ts`, `${http}/steps/refuse-write.ts`],
  ['3.2', 'Endpoints and methods', `${http}/scim-endpoint.ts`],
  ['3.3', 'Creating', `${http}/resources/create-resource.ts`, `${resource}/check-resource.ts`],
  ['3.4.1', 'Reading a known resource', `${http}/resources/get-resource.ts`],
  ['3.4.2', 'Querying', `${http}/search/search-resources.ts`],
  ['3.4.2.1', 'Querying everything', `${http}/search/search-everything.ts`, `${http}/search/searched.ts`],
  ['3.4.2.2', 'Filters', `${filter}/parse-filter.ts`, `${filter}/check-filter.ts`, `${sql}/filter-to-sql.ts`],
  ['3.4.2.3', 'Sorting', `${message}/sort.ts`, `${sql}/sort-key.ts`],
  ['3.4.2.4', 'Paging by index', `${message}/paging.ts`, 'server/src/directory/search/search-by-index.ts'],
  ['3.4.2.5', 'Attributes of a list', `${resource}/projection.ts`],
  ['3.4.3', 'Querying by POST', `${message}/search-request.ts`, `${http}/search/search-handlers.ts`],
  ['3.5.1', 'Replacing by PUT', `${http}/resources/replace-resource.ts`, `${resource}/check-resource.ts`],
  ['3.5.2', 'Changing by PATCH', `${http}/resources/patch-resource.ts`, `${patch}/parse-patch.ts`],
  ['3.5.2.1', 'PATCH add', `${patch}/apply-patch.ts`, `${patch}/elements.ts`],
  ['3.5.2.2', 'PATCH remove', `${patch}/apply-patch.ts`, `${patch}/selected.ts`],
  ['3.5.2.3', 'PATCH replace', `${patch}/apply-patch.ts`, `${patch}/selected.ts`],
  ['3.6', 'Deleting', `${http}/resources/delete-resource.ts`],
  ['3.7', 'Bulk', `${http}/bulk/post-bulk.ts`, `${http}/bulk/run-bulk.ts`],
  ['3.7.1', 'Bulk: circular references', `${http}/bulk/perform-circle.ts`, `${message}/bulk-order.ts`],
  ['3.7.2', 'Bulk: bulkId', `${message}/bulk-id.ts`],
  ['3.7.3', 'Bulk: results', `${message}/bulk-response.ts`],
  ['3.7.4', 'Bulk: limits', `${message}/bulk-request.ts`],
  ['3.8', 'Formats', `${http}/scim-endpoint.ts`],
  ['3.9', 'attributes and excludedAttributes', `${resource}/projection.ts`],
  ['3.10', 'Attribute notation', 'scim/src/path/attribute-path.ts', 'scim/src/path/resolve-path.ts'],
  ['3.11', '/Me', `${http}/not-implemented.ts`],
  ['3.12', 'Errors', 'scim/src/errors.ts', `${http}/answer-error.ts`],
  ['3.13', 'Protocol version', `${http}/scim-path.ts`, `${http}/wrong-address.ts`],
  ['3.14', 'Versions of resources', `${resource}/etag.ts`, `${http}/resources/preconditions.ts`],
  ['4', 'Discovery', `${http}/discovery.ts`],
  ['6', 'Multi-tenancy', `${http}/steps/resolve-organization.ts`, `${http}/resources/stores.ts`],
  ['7.5.2', 'Personal data in addresses', `${http}/search/search-handlers.ts`],
]);

const rfc9865 = rfc('9865', 'cursor-based pagination', [
  ['2', 'Parameters and answers', `${message}/paging.ts`, `${http}/search/cursor-query.ts`],
  ['2.1', 'Errors', `${http}/search/cursor-query.ts`, `${http}/search/cursor.ts`],
  ['2.2', 'Sorting', 'server/src/directory/search/search-from.ts'],
  ['2.4', 'Both methods', `${message}/paging.ts`],
  ['3', 'By POST', `${message}/search-request.ts`],
  ['4', 'Configuration', `${http}/discovery.ts`],
  ['5.2', 'Confidentiality', `${http}/search/cursor.ts`],
]);

const reader = `${patch}/patch-reader.ts`;
const value = `${resource}/read-value.ts`;

const entra = client('Entra', 'https://learn.microsoft.com/entra/identity/app-provisioning/', [
  ['L1', 'A whole life, default style', `${http}/scim-endpoint.ts`],
  ['L2', 'A whole life, compliant style', `${http}/dialect.ts`],
  ['E1', 'Connection test for somebody random', `${http}/search/search-resources.ts`],
  ['E2', 'Capitals in operation names', `${patch}/parse-patch.ts`],
  ['E3', 'Booleans as text', `${resource}/read-simple.ts`, `${filter}/check-filter.ts`],
  ['E4', 'Dotted and URN keys', reader],
  ['E5', 'The compliance flag', `${http}/dialect.ts`],
  ['E6', 'Removal by values', `${patch}/membership-delta.ts`],
  ['E7', 'Removal by value path', `${patch}/membership-delta.ts`],
  ['E8', 'Null references, members twice', `${groups}/apply-group-write.ts`],
  ['E9', 'Value paths that match nothing', `${patch}/selected.ts`],
  ['E10', 'Forms of the manager', value],
  ['E11', 'Reference checks', `${sql}/filter-to-sql.ts`],
  ['E12', 'Nulls and empty lists', value],
  ['E13', 'An old group schema', `${resource}/check-schemas.ts`],
  ['E14', 'Roles as JSON text', value],
  ['E15', 'Groups without members', `${http}/resources/group-members.ts`],
  ['E16', 'What a PATCH answers', `${http}/resources/patch-resource.ts`],
  ['E17', 'Matching attributes', `${filter}/parse-filter.ts`],
  ['E18', 'Disabled users are there', 'server/src/directory/users/users-table.ts'],
  ['E19', 'Soft delete renames', 'server/src/inbound/keep-login-name.ts'],
  ['E20', 'Encodings of a filter', `${http}/search/filter-text.ts`],
  ['E21', 'One value for a type', `${patch}/elements.ts`],
  [
    'E22',
    'Quarantine',
    'server/src/inbound/health/assess-quarantine.ts',
    'server/src/inbound/token-expiry/warn-of-expiry.ts',
  ],
  ['E23', 'Rate of requests', 'server/src/inbound/rate-limit.ts'],
  ['E24', 'Schemas without null', 'scim/src/discovery/schema-resource.ts'],
  ['E25', 'Nested groups', `${http}/resources/group-members.ts`],
  ['V1', 'The validator: wrong types', `${resource}/read-simple.ts`],
  ['V2', 'The validator: twice', 'server/src/directory/users/write-users.ts'],
]);

const okta = client('Okta', 'https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20/', [
  ['L1', 'A whole life, catalogue application', `${http}/scim-endpoint.ts`],
  ['L2', 'A whole life, wizard application', `${http}/resources/replace-resource.ts`],
  ['L3', 'A whole life of a pushed group', `${http}/resources/group-store.ts`],
  ['O1', 'Credential test and import', `${http}/search/search-resources.ts`],
  ['O2', 'Lookup before a create', `${sql}/filter-to-sql.ts`],
  ['O3', 'Body of a create', `${resource}/check-resource.ts`],
  ['O4', 'Two ways to deactivate', reader],
  ['O5', 'Echoes in a PUT', `${resource}/check-resource.ts`],
  ['O6', 'Users are never deleted', 'server/src/directory/users/write-users.ts'],
  ['O7', 'Assigned again', 'server/src/inbound/link-rules.ts'],
  ['O8', 'Group push', reader, `${http}/resources/group-members.ts`],
  ['O9', 'Deactivated members', `${groups}/apply-group-write.ts`],
  ['O10', 'Waiting after a 429', `${http}/steps/limit-rate.ts`],
  ['O11', 'Refusals that are no JSON', `${http}/answer-error.ts`, `${http}/wrong-address.ts`],
  ['O12', 'Discovery of endpoints', `${http}/discovery.ts`],
  ['O13', 'Tokens without a scheme', 'server/src/inbound/token-secret.ts'],
  ['O14', 'The vendor test suite', `${http}/scim-endpoint.ts`],
]);

const others = client('Others', 'their documentation, named in the test file', [
  ['X1', 'OneLogin', `${http}/scim-endpoint.ts`],
  ['X2', 'JumpCloud', `${http}/resources/delete-resource.ts`],
  ['X3', 'authentik', `${patch}/membership-delta.ts`],
  ['X4', 'Keycloak', `${http}/resources/replace-resource.ts`],
  ['X5', 'AWS-style', `${groups}/apply-group-write.ts`],
  ['X6', 'Google', `${http}/search/search-resources.ts`],
  ['X7', 'SailPoint', reader],
  ['X8', 'Bare lists of ids', value],
]);

/** Everything that the conformance suites test, and where it is done. `docs/conformance.md` is made from it. */
export const chapters: readonly Chapter[] = [rfc7643, rfc7644, rfc9865, entra, okta, others];
