import type { Database } from '../../storage/database.ts';
import { createOrganization } from './organizations.ts';

/** Makes an organization without connections and gives its id. The name is the slug; throws where the slug is taken. */
export async function addOrganization({ db }: Pick<Database, 'db'>, slug = 'acme'): Promise<string> {
  const organization = await createOrganization(db, { slug, name: slug, preset: 'standard' });
  if (organization === undefined) throw new Error(`There is an organization ${slug} already.`);
  return organization.id;
}
