import { createOrganization, type Organization } from '../directory/organizations/organizations.ts';
import type { Database } from '../storage/database.ts';
import { createConnection } from './connections.ts';

/** Makes an organization with its first connection, `default`. Undefined when the slug is taken. */
export async function foundOrganization(
  database: Database,
  organization: Pick<Organization, 'slug' | 'name' | 'preset'>,
): Promise<Organization | undefined> {
  return database.db.transaction().execute(async (transaction) => {
    const made = await createOrganization(transaction, organization);
    if (made === undefined) return undefined;
    await createConnection(transaction, {
      organizationId: made.id,
      slug: 'default',
      name: 'Identity provider',
      preset: made.preset,
    });
    return made;
  });
}
