import type { ResourceTypeDefinition } from '@lockstep/scim';
import { sql } from 'kysely';
import { asDefined, type Spelling } from '../../storage/filter-to-sql/search-document.ts';
import type { Column, Counter, Sql } from '../../storage/filter-to-sql/search-table.ts';

/** A table of resources with the columns that all of them have. */
export interface CommonTable {
  readonly name: 'users' | 'groups' | 'custom_resources';
  readonly type: ResourceTypeDefinition;
  /** Absolute address of the SCIM endpoint, without a trailing slash: part of `meta.location`. */
  readonly baseUrl: string;
}

type Columns = readonly (readonly [string, Column])[];

/** Text that an expression makes; the same for every collation. */
export function textColumn(expression: Sql, optional = false): Column {
  return { kind: 'text', sql: sql`(${expression}) collate "C"`, optional };
}

/** `id`, `externalId` and `meta` (RFC 7643 §3.1), as `present` of the SCIM package shows them. */
export function commonColumns({ name, type, baseUrl }: CommonTable): Columns {
  const table = sql.table(name);
  const location = `${baseUrl}${type.endpoint}/`;
  return [
    ['id', { kind: 'uuid', sql: sql`${table}.id` }],
    ['externalId', { kind: 'text', sql: sql`${table}.external_id`, optional: true }],
    ['meta.created', { kind: 'instant', sql: sql`${table}.created_at` }],
    ['meta.lastModified', { kind: 'instant', sql: sql`${table}.modified_at` }],
    ['meta.resourceType', textColumn(sql`${sql.lit(type.name)}::text`)],
    ['meta.location', textColumn(sql`${location}::text || ${table}.id`)],
    ['meta.version', textColumn(sql`'W/"' || ${table}.version || '"'`)],
  ];
}

/** The list in `schemas`, as `present` makes it: an extension is named when the resource has it. */
export function schemasDocument(
  { schema, extensions }: ResourceTypeDefinition,
  document: Sql,
  spell: Spelling = asDefined,
): Sql {
  const always = [schema.id, ...extensions.filter(({ required }) => required).map((extension) => extension.schema.id)];
  const optional = extensions
    .filter(({ required }) => !required)
    .map(({ schema: { id } }) => {
      const named = sql`${sql.lit(JSON.stringify([id]))}::jsonb`;
      return sql`case when ${document} ? ${sql.lit(spell(id))} then ${named} else '[]'::jsonb end`;
    });
  return sql`(${sql.join([sql`${sql.lit(JSON.stringify(always))}::jsonb`, ...optional], sql` || `)})`;
}

/** How many resources there are in all, from the counters that the database keeps. */
export function counterOf(organizationId: string, { name }: ResourceTypeDefinition): Counter {
  return {
    key: `${organizationId} ${name}`,
    sql: sql`select coalesce(sum(total), 0)::integer as total, coalesce(sum(changes), 0)::text as state
      from resource_counts where organization_id = ${organizationId} and resource_type = ${name}`,
  };
}
