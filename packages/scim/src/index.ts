export type { JsonObject, JsonValue } from './json.ts';
export { isJsonArray, isJsonObject, jsonEquals } from './json.ts';
export { errorOfIssues, errorResponse, errorSchema, ScimError } from './errors.ts';
export type { Issue, ScimType } from './errors.ts';
export { lenientDialect, noteTolerances, strictDialect, ToleranceRecorder } from './dialect.ts';
export type { AppliedTolerance, ToleranceName, Tolerances } from './dialect.ts';

export { defineAttribute } from './schema/attribute-definition.ts';
export type {
  AttributeDefinition,
  AttributeInput,
  AttributeType,
  Mutability,
  ReferenceRule,
  Returned,
  Uniqueness,
} from './schema/attribute-definition.ts';
export { defineSchema, schemaSchemaId } from './schema/schema-definition.ts';
export type { SchemaDefinition, SchemaInput } from './schema/schema-definition.ts';
export { AttributeTable } from './schema/attribute-table.ts';
export type { ResourceAttribute } from './schema/attribute-table.ts';
export { allAttributes, defineResourceType } from './schema/resource-type-definition.ts';
export type {
  PlacedExtension,
  ResourceTypeDefinition,
  ResourceTypeInput,
  SchemaExtension,
} from './schema/resource-type-definition.ts';
export { userSchema } from './schema/user-schema.ts';
export { groupSchema } from './schema/group-schema.ts';
export { enterpriseUserSchema } from './schema/enterprise-user-schema.ts';
export { groupResourceType, userResourceType } from './schema/resource-types.ts';
export { instantOf } from './schema/date-time.ts';

export { isAttributeName, makeAttributePath, printAttributePath, readAttributePath } from './path/attribute-path.ts';
export type { AttributePath } from './path/attribute-path.ts';
export { parsePath, printPath } from './path/parse-path.ts';
export type { Path, SchemaPath, ValuePath } from './path/parse-path.ts';
export { resolveAttribute } from './path/resolve-path.ts';

export {
  andFilter,
  comparisonFilter,
  notFilter,
  orFilter,
  presentFilter,
  valuePathFilter,
} from './filter/filter-node.ts';
export type {
  AndFilter,
  ComparisonFilter,
  ComparisonOperator,
  Filter,
  FilterValue,
  NotFilter,
  OrFilter,
  PresentFilter,
  ValuePathFilter,
} from './filter/filter-node.ts';
export { defaultFilterLimits, parseFilter } from './filter/parse-filter.ts';
export type { FilterLimits, FilterOptions } from './filter/parse-filter.ts';
export { printFilter } from './filter/print-filter.ts';
export { checkFilter, compileFilter } from './filter/check-filter.ts';
export { visitFilter } from './filter/checked-filter.ts';
export type {
  CheckedAnd,
  CheckedComparison,
  CheckedFilter,
  CheckedNot,
  CheckedOr,
  CheckedPresent,
  CheckedValuePath,
  FilterVisitor,
} from './filter/checked-filter.ts';
export { evaluateFilter, foldText, valueAt } from './filter/evaluate-filter.ts';

export { checkCreate, checkReplace } from './resource/check-resource.ts';
export type { CheckedResource, CheckOptions } from './resource/check-resource.ts';
export { defaultResourceLimits } from './resource/read-context.ts';
export type { ResourceLimits } from './resource/read-context.ts';
export { present } from './resource/present.ts';
export type { PresentedMeta, PresentOptions } from './resource/present.ts';

export { defaultPatchLimits, parsePatch, patchSchema } from './patch/parse-patch.ts';
export type { PatchLimits, PatchOptions, PatchRequest } from './patch/parse-patch.ts';
export type { PatchOperation, PatchVerb } from './patch/patch-operation.ts';
export { applyPatch } from './patch/apply-patch.ts';
export type { PatchResult } from './patch/apply-patch.ts';
export { membershipDelta } from './patch/membership-delta.ts';
export type { Member, MembershipDelta } from './patch/membership-delta.ts';
export { changedAttributes, diffResources, patchRequest } from './patch/diff-resources.ts';
export type { AttributeChange, PatchOperationMessage } from './patch/diff-resources.ts';

export { parseProjection, project, Projection } from './resource/projection.ts';
export type { ProjectionRequest } from './resource/projection.ts';
export { matchesEtag, parseIfMatch, weakEtag } from './resource/etag.ts';

export { compareBy, parseSort } from './message/sort.ts';
export type { Sort, SortOrder } from './message/sort.ts';
export { parsePaging } from './message/paging.ts';
export type { CursorPaging, IndexPaging, Paging, PagingLimits } from './message/paging.ts';
export { parseSearchRequest, readSearchQuery, searchRequestSchema } from './message/search-request.ts';
export type { QueryParameters, SearchRequest } from './message/search-request.ts';
export { listResponse, listResponseSchema } from './message/list-response.ts';
export type { ListPage } from './message/list-response.ts';
export { bulkRequestSchema, parseBulkRequest } from './message/bulk-request.ts';
export type {
  BulkMethod,
  BulkOperation,
  BulkOptions,
  BulkRequest,
  RefusedBulkOperation,
} from './message/bulk-request.ts';
export { resolveBulkIds } from './message/bulk-id.ts';
export { bulkResponse, bulkResponseSchema, bulkResult } from './message/bulk-response.ts';
export type { BulkFailure, BulkSuccess } from './message/bulk-response.ts';

export { serviceProviderConfigSchema } from './schema/service-provider-config-schema.ts';
export { resourceTypeSchema } from './schema/resource-type-schema.ts';
export { schemaSchema } from './schema/schema-schema.ts';
export { schemaResource } from './discovery/schema-resource.ts';
export { resourceTypeResource } from './discovery/resource-type-resource.ts';
export { serviceProviderConfig } from './discovery/service-provider-config.ts';
export type {
  AuthenticationScheme,
  PaginationFeatures,
  ServiceProviderFeatures,
} from './discovery/service-provider-config.ts';

export { defaultJsonLimits, parseJson } from './json-reader.ts';
export type { JsonLimits } from './json-reader.ts';
