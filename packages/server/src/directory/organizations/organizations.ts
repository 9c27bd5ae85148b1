import type { Kysely } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Tables } from '../../storage/tables/index.ts';

export type Language = 'en' | 'es' | 'ja';

export interface Organization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly preset: 'cybozu' | 'standard';
  readonly createdAt: Date;
  /** Of its mails; absent: the server's. */
  readonly language?: Language;
  /** An IANA name: that its dates are shown in; absent: the reader's own, or UTC. */
  readonly timeZone?: string;
  /** Counts up with each change of the organization's schemas and resource types; 0 while it never had any. */
  readonly schemaVersion: number;
  /** Networks in CIDR notation that may reach the console and the admin API; none means all. */
  readonly consoleNetworks: readonly string[];
  /** The same for the SCIM endpoint. */
  readonly scimNetworks: readonly string[];
}

interface Row {
  id: string;
  slug: string;
  name: string;
  preset: 'cybozu' | 'standard';
  created_at: Date;
  language: Language | null;
  time_zone: string | null;
  schema_version: number;
  console_networks: string[];
  scim_networks: string[];
}
const columns = [
  'id',
  'slug',
  'name',
  'preset',
  'created_at',
  'language',
  'time_zone',
  'schema_version',
  'console_networks',
  'scim_networks',
] as const;

function toOrganization(row: Row): Organization {
  const { created_at, language, time_zone, schema_version, console_networks, scim_networks, ...same } = row;
  return {
    ...same,
    createdAt: created_at,
    ...(language === null ? {} : { language }),
    ...(time_zone === null ? {} : { timeZone: time_zone }),
    schemaVersion: schema_version,
    consoleNetworks: console_networks,
    scimNetworks: scim_networks,
  };
}

export async function findOrganization(db: Kysely<Tables>, slug: string): Promise<Organization | undefined> {
  const row = await db.selectFrom('organizations').select(columns).where('slug', '=', slug).executeTakeFirst();
  return row === undefined ? undefined : toOrganization(row);
}

/** Those named by id, or all of them; by name. */
export async function listOrganizations(db: Kysely<Tables>, ids: readonly string[] | 'all'): Promise<Organization[]> {
  if (ids !== 'all' && ids.length === 0) return [];
  const query = db.selectFrom('organizations').select(columns).orderBy('name').orderBy('slug');
  const rows = await (ids === 'all' ? query : query.where('id', 'in', ids)).execute();
  return rows.map(toOrganization);
}

/** Undefined when the slug is taken. */
export async function createOrganization(
  db: Kysely<Tables>,
  { slug, name, preset }: Pick<Organization, 'slug' | 'name' | 'preset'>,
): Promise<Organization | undefined> {
  const row = await db
    .insertInto('organizations')
    .values({ id: uuid(), slug, name, preset })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning(columns)
    .executeTakeFirst();
  return row === undefined ? undefined : toOrganization(row);
}
