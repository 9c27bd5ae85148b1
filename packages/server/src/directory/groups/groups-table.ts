import type { ResourceTypeDefinition } from '@lockstep/scim';
import { sql } from 'kysely';
import type { Column, RowList, SearchTable } from '../../storage/filter-to-sql/search-table.ts';
import { commonColumns, counterOf, schemasDocument, textColumn } from '../search/common-columns.ts';
import { userDocument } from '../users/user-document.ts';
import { groupResourceType } from './group-type.ts';

interface Place {
  readonly organizationId: string;
  /** Absolute address of the SCIM endpoint, without a trailing slash. */
  readonly baseUrl: string;
}

/** The folded text of what a user is shown as, in the order of `columnsOf`. */
const memberDisplay = sql`coalesce(nullif(member.display_key, ''),
  nullif(${userDocument('member')} -> 'name' ->> 'formatted', ''), member.user_name_key)`;

function memberList({ organizationId, baseUrl }: Place): RowList {
  return {
    from: sql`group_members as membership join users as member
      on member.organization_id = membership.organization_id and member.id = membership.user_id`,
    where: sql`membership.organization_id = ${organizationId} and membership.group_id = groups.id`,
    columns: new Map<string, Column>([
      ['value', { kind: 'uuid', sql: sql`membership.user_id` }],
      ['$ref', textColumn(sql`${`${baseUrl}/Users/`}::text || membership.user_id`)],
      ['display', textColumn(memberDisplay, true)],
      ['type', textColumn(sql`'user'::text`)],
    ]),
  };
}

/**
 * The groups of an organization as queries see them. Every attribute is a column or a row; only what an organization's
 * own extensions hold is in a document.
 */
export function groupsTable(place: Place, type: ResourceTypeDefinition = groupResourceType): SearchTable {
  const { organizationId, baseUrl } = place;
  const document = type.extensions.length === 0 ? sql`'{}'::jsonb` : sql`groups.search`;
  return {
    from: sql`groups`,
    scope: sql`groups.organization_id = ${organizationId}`,
    id: sql`groups.id`,
    document,
    columns: new Map<string, Column>([
      ['displayName', { kind: 'text', sql: sql`groups.display_name_key`, optional: false }],
      ...commonColumns({ name: 'groups', type, baseUrl }),
    ]),
    documents: new Map([['schemas', schemasDocument(type, document)]]),
    lists: new Map([['members', memberList(place)]]),
    indexedValues: new Map(),
    counter: counterOf(organizationId, type),
  };
}
