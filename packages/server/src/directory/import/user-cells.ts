import { joinCell } from '../csv/cell-list.ts';
import { availableServicesOf } from '../services/services.ts';
import type { ListedUser } from '../users/list-users.ts';
import { sortOrderOf, textFieldOf, textFields, type TextField } from '../users/profile-fields.ts';
import { emailOf, nameOf } from '../users/profile.ts';
import type { UserColumn } from './user-columns.ts';

type Cell = (listed: Omit<ListedUser, 'connections'>) => string;

const profileCells = Object.fromEntries(
  textFields.map((field): [string, Cell] => [field, ({ user }) => textFieldOf(user.resource, field)]),
) as Readonly<Record<TextField, Cell>>;

/** What a users file says of a user, by column. */
export const userCells: Readonly<Record<UserColumn, Cell>> = {
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
