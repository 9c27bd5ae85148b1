import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

export type MemberPart = 'value' | '$ref' | 'display' | 'type';

export interface MemberShape {
  /** The sub-attributes to write, at least one. */
  readonly parts: readonly MemberPart[];
  /** Absolute address of the users' endpoint, for `$ref`. */
  readonly usersUrl: string;
}

function partSql(part: MemberPart, usersUrl: string): RawBuilder<unknown> {
  switch (part) {
    case 'value':
      return sql`'"value":"' || users.id || '"'`;
    case '$ref':
      return sql`${`"$ref":${JSON.stringify(`${usersUrl}/`).slice(0, -1)}`}::text || users.id || '"'`;
    case 'display':
      return sql`'"display":' || to_json(users.display_name)`;
    case 'type':
      return sql`'"type":"User"'`;
  }
}

/**
 * The members of groups as the text of a JSON list, by group and in no order; a group without members is not in the
 * answer. PostgreSQL writes the text, since making an object of each of 50,000 members only to print it again would
 * hold everybody up; and it does not sort them, which would cost as much again.
 */
export async function readMemberTexts(
  db: Kysely<Tables>,
  organizationId: string,
  groupIds: readonly string[],
  { parts, usersUrl }: MemberShape,
): Promise<Map<string, string>> {
  if (groupIds.length === 0) return new Map();
  const member = sql`'{' || ${sql.join(
    parts.map((part) => partSql(part, usersUrl)),
    sql` || ',' || `,
  )} || '}'`;
  const { rows } = await sql<{ group_id: string; members: string | null }>`
    select shown.group_id, (
      select '[' || string_agg(${member}, ',') || ']'
      from group_members join users
        on users.organization_id = group_members.organization_id and users.id = group_members.user_id
      where group_members.organization_id = ${organizationId} and group_members.group_id = shown.group_id
    ) as members
    from unnest(${groupIds}::uuid[]) as shown (group_id)`.execute(db);
  return new Map(rows.flatMap(({ group_id, members }) => (members === null ? [] : [[group_id, members]])));
}

/** How many members each group has; a group without members is not in the answer. */
export async function countMembers(
  db: Kysely<Tables>,
  organizationId: string,
  groupIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ group_id: string; count: number }>`
    select group_id, count(*)::integer as count from group_members
    where organization_id = ${organizationId} and group_id = any(${groupIds}::uuid[])
    group by group_id`.execute(db);
  return new Map(rows.map(({ group_id, count }) => [group_id, count]));
}
