import { userResourceType } from '@lockstep/scim';
import { sql } from 'kysely';
import type { Column, RowList, SearchTable } from '../../storage/filter-to-sql/search-table.ts';

/** What a query needs to know besides the rows. */
export interface Place {
  readonly organizationId: string;
  /** Absolute address of the SCIM endpoint, without a trailing slash: part of `meta.location`. */
  readonly baseUrl: string;
}

function metaColumns({ baseUrl }: Place): readonly (readonly [string, Column])[] {
  const text = { kind: 'text', optional: false } as const;
  const location = `${baseUrl}${userResourceType.endpoint}/`;
  return [
    ['meta.created', { kind: 'instant', sql: sql`users.created_at` }],
    ['meta.lastModified', { kind: 'instant', sql: sql`users.modified_at` }],
    ['meta.resourceType', { ...text, sql: sql`${sql.lit(userResourceType.name)}::text collate "C"` }],
    ['meta.location', { ...text, sql: sql`(${location}::text || users.id) collate "C"` }],
    ['meta.version', { ...text, sql: sql`('W/"' || users.version || '"') collate "C"` }],
  ];
}

const columns: readonly (readonly [string, Column])[] = [
  ['id', { kind: 'uuid', sql: sql`users.id` }],
  ['userName', { kind: 'text', sql: sql`users.user_name_key`, optional: false }],
  ['externalId', { kind: 'text', sql: sql`users.external_id`, optional: true }],
  [
    'displayName',
    {
      kind: 'text',
      sql: sql`(users.search ->> 'displayName') collate "C"`,
      prefix: sql`(left(users.search ->> 'displayName', 300) collate "C")`,
      prefixLength: 300,
      optional: true,
    },
  ],
];

/** As `present` of the SCIM package lists them. */
function schemasSql(): SearchTable['document'] {
  const { schema, extensions } = userResourceType;
  const optional = extensions.map(({ schema: extension }) => {
    return sql`case when users.search ? ${sql.lit(extension.id)} then ${sql.lit(JSON.stringify([extension.id]))}::jsonb else '[]' end`;
  });
  return sql`(${sql.join([sql`${sql.lit(JSON.stringify([schema.id]))}::jsonb`, ...optional], sql` || `)})`;
}

function groupList({ organizationId, baseUrl }: Place): RowList {
  const address = `${baseUrl}/Groups/`;
  return {
    from: sql`group_members as membership join groups as joined
      on joined.organization_id = membership.organization_id and joined.id = membership.group_id`,
    where: sql`membership.organization_id = ${organizationId} and membership.user_id = users.id`,
    columns: new Map<string, Column>([
      ['value', { kind: 'uuid', sql: sql`membership.group_id` }],
      ['display', { kind: 'text', sql: sql`joined.display_name_key`, optional: false }],
      ['$ref', { kind: 'text', sql: sql`(${address}::text || membership.group_id) collate "C"`, optional: false }],
      ['type', { kind: 'text', sql: sql`'direct'::text collate "C"`, optional: false }],
    ]),
  };
}

/** The users of an organization as queries see them. */
export function usersTable(place: Place): SearchTable {
  return {
    from: sql`users`,
    scope: sql`users.organization_id = ${place.organizationId}`,
    id: sql`users.id`,
    document: sql`users.search`,
    columns: new Map([...columns, ...metaColumns(place)]),
    documents: new Map([['schemas', schemasSql()]]),
    lists: new Map([['groups', groupList(place)]]),
    indexedValues: new Map([['emails.value', sql`jsonb_path_query_array(users.search, '$.emails[*].value')`]]),
    total: sql`select coalesce(sum(total), 0)::integer from resource_counts
      where organization_id = ${place.organizationId} and resource_type = 'User'`,
  };
}
