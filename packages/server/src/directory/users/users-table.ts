import type { ResourceTypeDefinition } from '@lockstep/scim';
import { sql } from 'kysely';
import type { Column, RowList, SearchTable } from '../../storage/filter-to-sql/search-table.ts';
import { userResourceType } from './user-type.ts';
import { commonColumns, counterOf, schemasDocument, textColumn } from '../search/common-columns.ts';

/** Whose users, and how they are shown. */
interface Place {
  readonly organizationId: string;
  /** Absolute address of the SCIM endpoint, without a trailing slash. */
  readonly baseUrl: string;
  /** Whether users are shown with their groups. */
  readonly groups: boolean;
}

const columns: readonly (readonly [string, Column])[] = [
  ['userName', { kind: 'text', sql: sql`users.user_name_key`, optional: false }],
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

/**
 * `active` is read from its column, and of the search document only whether the user has it: a change of `active` alone
 * leaves the document as it is. As in the index `users_inactive`.
 */
const active = sql`
  (case when users.search ? 'active' then case when users.active then 'true'::jsonb else 'false'::jsonb end end)`;

function groupList({ organizationId, baseUrl }: Place): RowList {
  return {
    from: sql`group_members as membership join groups as joined
      on joined.organization_id = membership.organization_id and joined.id = membership.group_id`,
    where: sql`membership.organization_id = ${organizationId} and membership.user_id = users.id`,
    columns: new Map<string, Column>([
      ['value', { kind: 'uuid', sql: sql`membership.group_id` }],
      ['$ref', textColumn(sql`${`${baseUrl}/Groups/`}::text || membership.group_id`)],
      ['display', { kind: 'text', sql: sql`joined.display_name_key`, optional: false }],
      ['type', textColumn(sql`'direct'::text`)],
    ]),
  };
}

/** The users of an organization as queries see them; `type` says which extensions they have. */
export function usersTable(place: Place, type: ResourceTypeDefinition = userResourceType): SearchTable {
  const { organizationId, baseUrl, groups } = place;
  const document = sql`users.search`;
  return {
    from: sql`users`,
    scope: sql`users.organization_id = ${organizationId}`,
    id: sql`users.id`,
    document,
    columns: new Map([...columns, ...commonColumns({ name: 'users', type, baseUrl })]),
    documents: new Map([
      ['schemas', schemasDocument(type, document)],
      ['active', active],
    ]),
    lists: new Map(groups ? [['groups', groupList(place)]] : []),
    indexedValues: new Map([['emails.value', sql`jsonb_path_query_array(users.search, '$.emails[*].value')`]]),
    counter: counterOf(organizationId, type),
  };
}
