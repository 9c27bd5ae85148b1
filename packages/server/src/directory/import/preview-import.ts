import type { JsonObject } from '@lockstep/scim';
import { userNameKey, columnsOf, type StoredUser } from '../users/stored-user.ts';
import { ExtensionError } from '../custom-types/extension-fault.ts';
import { assertExtended } from '../custom-types/extension-values.ts';
import { editedUser, type EditedBy } from '../users/edited-user.ts';
import { findUsersByNames } from '../users/find-users.ts';
import { chunksOf, existingFor, profileOf, wishOf, type ImportContext } from './import-users.ts';
import { extensionCell } from './extension-columns.ts';
import type { FileColumn, UserRow } from './parse-users-csv.ts';
import { departmentsDiffer, groupsDiffer, readNamedMemberships } from './preview-memberships.ts';
import { UniquePreview } from './preview-unique.ts';
import { because, faultAt, type Reason, type RowFault } from './row-fault.ts';
import { refusalReason } from './refusal-reason.ts';
import { userCells } from './user-cells.ts';

/** A column that would change: its texts as a file has them, which memberships are told without. */
interface ColumnChange {
  readonly column: string;
  readonly before?: string;
  readonly after?: string;
}

type RowOutcome = 'new' | 'changed' | 'unchanged';

/** What would become of one good row. */
interface RowPreview {
  readonly line: number;
  readonly loginName: string;
  readonly outcome: RowOutcome;
  /** The login name of the user whom the row is of, where the row has another one. */
  readonly matched?: string;
  readonly changes: readonly ColumnChange[];
}

interface ImportPreview {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly faults: readonly RowFault[];
  /** In the order of the file; of each outcome the first {@link mostShown}. */
  readonly details: readonly RowPreview[];
}

type PreviewContext = Pick<ImportContext, 'database' | 'organizationId' | 'types' | 'secretsKey' | 'match'>;

/** Rows of each outcome that a preview tells one by one. */
const mostShown = 200;
const counts = { new: 'created', changed: 'updated', unchanged: 'unchanged' } as const;

/**
 * What an import of this file would come to, as the directory is now; nothing is written.
 * Throws CsvFileError when the file as a whole cannot be read.
 */
export async function previewImport(context: PreviewContext, text: string): Promise<ImportPreview> {
  const faults: RowFault[] = [];
  const report = { created: 0, updated: 0, unchanged: 0 };
  const details: RowPreview[] = [];
  const unique = new UniquePreview(context.database.db, context.organizationId);
  for await (const chunk of chunksOf(context, text, (fault) => faults.push(fault))) {
    for (const told of await previewChunk(context, chunk, unique)) {
      if ('code' in told) {
        faults.push(told);
        continue;
      }
      const count = counts[told.outcome];
      report[count] += 1;
      if (report[count] <= mostShown) details.push(told);
    }
  }
  const rows = report.created + report.updated + report.unchanged + faults.length;
  return { rows, ...report, faults: faults.toSorted((a, b) => a.line - b.line), details };
}

async function previewChunk(
  context: PreviewContext,
  rows: readonly UserRow[],
  unique: UniquePreview,
): Promise<readonly (RowPreview | RowFault)[]> {
  const { database, organizationId } = context;
  const existing = await existingFor(context, rows);
  const found = rows.map((row) => [row, existing(row)] as const);
  const ids = found.flatMap(([, user]) => (user === undefined || 'code' in user ? [] : [user.id]));
  const memberships = await readNamedMemberships(database.db, organizationId, ids);
  const owners = await ownersOfNames(context, rows);
  const by = { types: await context.types.current(organizationId), secretsKey: context.secretsKey };
  const worked = found.map(([row, user]) => {
    const fault = user !== undefined && 'code' in user ? user : nameFault(row, user, owners);
    return fault === undefined ? workOut(row, user as StoredUser | undefined, by) : { row, fault };
  });
  const good = worked.flatMap((one) => ('after' in one ? [one] : []));
  const taken = await unique.look(by.types.user, good.map(placeOf));
  return worked.map((one) => {
    const { row } = one;
    const fault = 'fault' in one ? one.fault : taken(placeOf(one));
    if (fault !== undefined) return faultAt(row.line, row.loginName, fault);
    const { user, after } = one as WorkedOut;
    return user === undefined ? newRow(row) : heldRow(row, { user, after }, memberships(user.id));
  });
}

/** A row with what it would leave of the user whom it is of. */
interface WorkedOut {
  readonly row: UserRow;
  readonly user: StoredUser | undefined;
  readonly after: JsonObject;
}

function placeOf({ row: { line }, user, after }: WorkedOut) {
  return { line, after, ...(user === undefined ? {} : { id: user.id }) };
}

function workOut(
  row: UserRow,
  user: StoredUser | undefined,
  by: EditedBy,
): WorkedOut | { readonly row: UserRow; readonly fault: Reason } {
  try {
    return { row, user, after: afterRow(row, user, by) };
  } catch (error) {
    if (!(error instanceof ExtensionError)) throw error;
    return { row, fault: refusalReason(error) };
  }
}

/** The attributes that the row would leave. @throws ExtensionError */
function afterRow(row: UserRow, user: StoredUser | undefined, by: EditedBy): JsonObject {
  const edit = { profile: profileOf(row, user), extensions: row.extensions };
  const after = editedUser(user ?? { id: '', resource: {} }, edit, by);
  if (user === undefined) assertExtended(by.types.user, after);
  return after;
}

/** Who has the login names of the rows now, by their keys. */
async function ownersOfNames(
  { database, organizationId, match = 'login-name' }: PreviewContext,
  rows: readonly UserRow[],
): Promise<ReadonlyMap<string, string>> {
  if (match === 'login-name') return new Map();
  const names = rows.map(({ loginName }) => loginName);
  const users = await findUsersByNames(database.db, organizationId, names);
  return new Map(users.map((user) => [userNameKey(user.userName), user.id]));
}

function nameFault(
  { loginName }: UserRow,
  user: StoredUser | undefined,
  owners: ReadonlyMap<string, string>,
): Reason | undefined {
  const owner = owners.get(userNameKey(loginName));
  return owner === undefined || owner === user?.id ? undefined : because('login_name_taken');
}

function newRow({ line, loginName }: UserRow): RowPreview {
  return { line, loginName, outcome: 'new', changes: [] };
}

type Held = ReturnType<Awaited<ReturnType<typeof readNamedMemberships>>>;

function heldRow(
  row: UserRow,
  { user, after }: { readonly user: StoredUser; readonly after: JsonObject },
  held: Held,
): RowPreview {
  const { line, loginName } = row;
  const wish = wishOf(row);
  const changes: ColumnChange[] = changedColumns(row, user, after);
  if (departmentsDiffer(held, wish)) changes.push({ column: 'departments' });
  if (groupsDiffer(held, wish)) changes.push({ column: 'groups' });
  const matched = userNameKey(user.userName) === userNameKey(loginName) ? {} : { matched: user.userName };
  return { line, loginName, outcome: changes.length === 0 ? 'unchanged' : 'changed', ...matched, changes };
}

function changedColumns({ columns }: UserRow, user: StoredUser, after: JsonObject): ColumnChange[] {
  if (after === user.resource) return [];
  const cellsOf = (resource: JsonObject, column: FileColumn): string =>
    typeof column === 'string'
      ? userCells[column]({ user: { ...user, ...columnsOf(resource), resource }, departments: [], groups: [] })
      : extensionCell(column, resource);
  return columns.flatMap((column): ColumnChange[] => {
    const [before, now] = [cellsOf(user.resource, column), cellsOf(after, column)];
    if (before === now) return [];
    if (typeof column === 'string') return [{ column, before, after: now }];
    const name = column.shortHeader ?? column.header;
    return [column.secret ? { column: name } : { column: name, before, after: now }];
  });
}
