import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { noDefinitions, type Definitions } from './definitions.ts';

/** Definitions and their version, read together. */
export interface VersionedDefinitions {
  readonly version: number;
  readonly definitions: Definitions;
}

/** What an organization has defined; nothing, in version 0, where it has not or does not exist. */
export async function readDefinitions(db: Kysely<Tables>, organizationId: string): Promise<VersionedDefinitions> {
  const { rows } = await sql<{ version: number; definitions: Partial<Definitions> | null }>`
    select schema_version as version, definitions
    from organizations left join custom_definitions on organization_id = id
    where id = ${organizationId}`.execute(db);
  // what was kept before groups could be extended says nothing of them
  return { version: rows[0]?.version ?? 0, definitions: { ...noDefinitions, ...rows[0]?.definitions } };
}
