import type { ResourceTypeDefinition } from '@lockstep/scim';
import { sql } from 'kysely';
import type { SearchTable } from '../../storage/filter-to-sql/search-table.ts';
import { commonColumns, counterOf, schemasDocument } from '../search/common-columns.ts';

interface Place {
  readonly organizationId: string;
  /** Absolute address of the SCIM endpoint, without a trailing slash. */
  readonly baseUrl: string;
}

/** The resources of one of an organization's own types as queries see them: everything is in the search document. */
export function customResourcesTable(type: ResourceTypeDefinition, { organizationId, baseUrl }: Place): SearchTable {
  const document = sql`custom_resources.search`;
  return {
    from: sql`custom_resources`,
    scope: sql`custom_resources.organization_id = ${organizationId} and custom_resources.resource_type = ${type.name}`,
    id: sql`custom_resources.id`,
    document,
    columns: new Map(commonColumns({ name: 'custom_resources', type, baseUrl })),
    documents: new Map([['schemas', schemasDocument(type, document)]]),
    lists: new Map(),
    indexedValues: new Map(),
    documentIndexed: true,
    counter: counterOf(organizationId, type),
  };
}
