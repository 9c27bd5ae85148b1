import { sql, type Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';

/**
 * Whoever changes the tree of departments or the order of a list does so alone within the organization: what two
 * moves each find right may be a circle together. Writing users goes on meanwhile.
 */
export async function lockStructure(transaction: Kysely<Tables>, organizationId: string): Promise<void> {
  await sql`select from organizations where id = ${organizationId} for no key update`.execute(transaction);
}
