import type { Kysely } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import { joinCell } from '../csv/cell-list.ts';
import { csvLine } from '../csv/write-csv.ts';
import { availableServicesOf } from '../services/services.ts';
import { listUsers, type ListedUser, type RowKey } from '../users/list-users.ts';
import { sortOrderOf, textFieldOf, textFields, type TextField } from '../users/profile-fields.ts';
import { emailOf, nameOf } from '../users/profile.ts';
import type { UserFilter } from '../users/user-filter.ts';
import { userColumns, type UserColumn } from './user-columns.ts';

const batch = 1000;

type Cell = (listed: ListedUser) => string;

const profileCells = Object.fromEntries(
  textFields.map((field): [string, Cell] => [field, ({ user }) => textFieldOf(user.resource, field)]),
) as Readonly<Record<TextField, Cell>>;

const cells: Readonly<Record<UserColumn, Cell>> = {
  ...profileCells,
  sortOrder: ({ user }) => String(sortOrderOf(user.resource) ?? ''),
  loginName: ({ user }) => user.userName,
  displayName: ({ user }) => user.displayName,
  surname: ({ user }) => nameOf(user.resource, 'familyName'),
  givenName: ({ user }) => nameOf(user.resource, 'givenName'),
  email: ({ user }) => emailOf(user.resource),
  status: ({ user }) => (user.active ? 'active' : 'inactive'),
  departments: ({ departments }) => joinCell(departments.map(({ code }) => code)),
  jobTitles: ({ departments }) => joinCell(departments.map(({ jobTitle }) => jobTitle?.code ?? '')),
  groups: ({ groups }) => joinCell(groups.map(({ displayName }) => displayName)),
  availableServices: ({ user }) => joinCell(availableServicesOf(user.resource)),
};

/**
 * Users as CSV that {@link importUsers} takes, by login name, a batch at a time: memory does not grow with the list.
 * Begins with a byte order mark, without which spreadsheets take UTF-8 for something else.
 */
export async function* exportUsers(
  db: Kysely<Tables>,
  organizationId: string,
  filter: UserFilter,
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(userColumns)}`;
  let after: RowKey | undefined;
  do {
    const { users } = await listUsers(db, organizationId, { ...filter, after, limit: batch });
    if (users.length > 0) yield users.map((one) => csvLine(userColumns.map((column) => cells[column](one)))).join('');
    after = users.length < batch ? undefined : users.at(-1)?.place;
  } while (after !== undefined);
}
