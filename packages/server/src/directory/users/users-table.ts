import type { ResourceTypeDefinition } from '@lockstep/scim';
import { sql } from 'kysely';
import { inLowerCase } from '../../storage/filter-to-sql/search-document.ts';
import type { Column, RowList, SearchTable } from '../../storage/filter-to-sql/search-table.ts';
import { userDocument, userMentions } from './user-document.ts';
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

const document = userDocument('users');

const columns: readonly (readonly [string, Column])[] = [
  ['userName', { kind: 'text', sql: sql`users.user_name_key`, optional: false }],
  [
    'displayName',
    {
      kind: 'text',
      sql: sql`users.display_key`,
      prefix: sql`left(users.display_key, 300)`,
      prefixLength: 300,
      optional: true,
    },
  ],
];

const active = sql`
  (case when users.active_given then case when users.active then 'true'::jsonb else 'false'::jsonb end end)`;

/** What follows `join` so that each user has its state, as `state`. */
export const stateOfUser = sql`user_states as state
  on state.organization_id = users.organization_id and state.user_id = users.id`;

const lastModified = 'meta.lastModified';
const modified: Column = { kind: 'instant', sql: sql`state.modified_at` };

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
  return {
    // PostgreSQL leaves a left join out where nothing of it is asked for
    from: sql`users left join ${stateOfUser}`,
    scope: sql`users.organization_id = ${organizationId}`,
    id: sql`users.id`,
    document,
    spelling: inLowerCase,
    mentions: userMentions,
    columns: new Map([...columns, ...commonColumns({ name: 'users', type, baseUrl }), [lastModified, modified]]),
    documents: new Map([
      ['schemas', schemasDocument(type, document, inLowerCase)],
      ['active', active],
    ]),
    lists: new Map(groups ? [['groups', groupList(place)]] : []),
    indexedValues: new Map([['emails.value', sql`users.email_keys`]]),
    counter: counterOf(organizationId, type),
    rare: {
      path: 'active',
      value: false,
      condition: sql`users.id in (
        select user_id from user_states where organization_id = ${organizationId} and shown_active = 'false'::jsonb
      )`,
    },
    narrow: {
      path: lastModified,
      from: sql`user_states as state`,
      scope: sql`state.organization_id = ${organizationId}`,
      id: sql`state.user_id`,
    },
  };
}
