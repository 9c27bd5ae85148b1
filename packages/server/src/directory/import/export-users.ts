import type { Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import { csvLine } from '../csv/write-csv.ts';
import { listUsers, type ListedUser, type RowKey } from '../users/list-users.ts';
import type { UserFilter } from '../users/user-filter.ts';
import { extensionCell, extensionColumns } from './extension-columns.ts';
import { userCells } from './user-cells.ts';
import { userColumns } from './user-columns.ts';

const batch = 1000;

/**
 * Users as CSV that {@link importUsers} takes, by login name, a batch at a time: memory does not grow with the list.
 * Begins with a byte order mark, without which spreadsheets take UTF-8 for something else.
 */
export async function* exportUsers(
  db: Kysely<Tables>,
  { organizationId, types }: { readonly organizationId: string; readonly types: OrganizationTypes },
  filter: UserFilter,
): AsyncGenerator<string> {
  const own = extensionColumns(types).filter(({ secret }) => !secret);
  yield `\uFEFF${csvLine([...userColumns, ...own.map(({ header }) => header)])}`;
  const lineOf = (one: ListedUser): string =>
    csvLine([
      ...userColumns.map((column) => userCells[column](one)),
      ...own.map((column) => extensionCell(column, one.user.resource)),
    ]);
  let after: RowKey | undefined;
  do {
    const { users } = await listUsers(db, organizationId, { ...filter, after, limit: batch });
    if (users.length > 0) yield users.map(lineOf).join('');
    after = users.length < batch ? undefined : users.at(-1)?.place;
  } while (after !== undefined);
}
