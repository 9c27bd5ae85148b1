import type { Kysely } from 'kysely';
import { plainArray } from '../../storage/array-values.ts';
import { prepare } from '../../storage/prepared.ts';
import type { Tables } from '../../storage/tables/index.ts';
import { isUserId } from './find-users.ts';
import { toReadUser, type ReadUser, type ReadUserRow } from './stored-user.ts';

const read = prepare<ReadUserRow>(
  'read users',
  `select id, resource::text as text, version, created_at, modified_at
   from users
   where organization_id = $1 and id = any($2::uuid[])`,
);

/** The users among `ids` that exist, as they are shown, in no particular order. */
export async function readUsersByIds(
  db: Kysely<Tables>,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadUser[]> {
  const known = ids.filter(isUserId);
  if (known.length === 0) return [];
  return (await read(db, [organizationId, plainArray(known)])).map(toReadUser);
}
