import type { Transaction } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { userTypeIn, type BatchTypes } from '../custom-types/batch-types.ts';
import { moveUniqueValues, type UniqueMove } from '../custom-types/unique-values.ts';
import type { StoredUser } from './stored-user.ts';

/** Unique values of the organizations' own attributes follow what was written; nothing to do where there are none. */
export async function moveUnique(
  transaction: Transaction<Tables>,
  written: readonly { readonly before: StoredUser | undefined; readonly after: StoredUser | undefined }[],
  types: BatchTypes,
): Promise<void> {
  if (types.size === 0) return;
  const moves = written.flatMap(({ before, after }): UniqueMove[] => {
    const user = after ?? before;
    if (user === undefined) return [];
    const { organizationId, id } = user;
    const type = userTypeIn(types, organizationId);
    return [{ organizationId, type, resourceId: id, before: before?.resource, after: after?.resource }];
  });
  await moveUniqueValues(transaction, moves);
}
