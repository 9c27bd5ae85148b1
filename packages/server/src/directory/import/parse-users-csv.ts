import { pipeline, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { splitCell } from '../csv/cell-list.ts';
import { readText } from '../csv/write-csv.ts';
import type { OrganizationTypes } from '../custom-types/compile-types.ts';
import type { ExtensionValues } from '../custom-types/extension-values.ts';
import type { Memberships } from '../memberships/membership-wish.ts';
import { textFields, type ProfileFields } from '../users/profile-fields.ts';
import { profileFaultOf } from './check-profile-cells.ts';
import { extensionColumnNamed, extensionColumns, extensionsOf, type ExtensionColumn } from './extension-columns.ts';
import { matchColumns, matchKey, type MatchBy } from './match-users.ts';
import { because, faultAt, type Reason, type RowFault } from './row-fault.ts';
import { columnLengths, userColumns, type UserColumn } from './user-columns.ts';

/** One good row; `line` counts from 1 with the header as line 1. What the file has no column for is absent. */
export interface UserRow extends Omit<Memberships, 'userId'> {
  readonly line: number;
  readonly loginName: string;
  /** From the column, else composed of the names, else the login name. */
  readonly displayName: string;
  /** The file has a column for it, so that an existing user gets it. */
  readonly setsDisplayName: boolean;
  readonly surname?: string;
  readonly givenName?: string;
  readonly email?: string;
  readonly active?: boolean;
  readonly availableServices?: readonly string[];
  readonly profile: ProfileFields;
  /** Of the attributes that the organization added; what has no column is absent. */
  readonly extensions: ExtensionValues;
  /** What the row is matched by, as the file has it. */
  readonly matchValue: string;
  /** The columns of the file. */
  readonly columns: readonly FileColumn[];
}

/** One that every organization has, or one of the organization's own. */
export type FileColumn = UserColumn | ExtensionColumn;

type CsvFileFault =
  | 'empty_file'
  | 'not_csv'
  | 'unknown_columns'
  | 'missing_column'
  | 'missing_departments'
  | 'column_twice';

/** The file as a whole cannot be read: nothing was imported. The code and its values are for translations. */
export class CsvFileError extends Error {
  readonly code: CsvFileFault;
  readonly values: Readonly<Record<string, string>>;

  constructor(message: string, code: CsvFileFault, values: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'CsvFileError';
    this.code = code;
    this.values = values;
  }
}

type Cells = { readonly [K in UserColumn]?: string };

/** The departments of one user at most, after the cybozu.com User API (`/v1/userOrganizations.json`). */
const mostDepartments = 100;

function columnNamed(header: string, types: OrganizationTypes): FileColumn | undefined {
  const name = header.trim();
  const column = userColumns.find((one) => one.toLowerCase() === name.toLowerCase());
  return column ?? extensionColumnNamed(types, name);
}

function readHeader(header: readonly string[], match: MatchBy, types: OrganizationTypes): FileColumn[] {
  const found = header.map((name) => columnNamed(name, types));
  const unknown = header.filter((_, index) => found[index] === undefined);
  if (unknown.length > 0) {
    const values = {
      unknown: unknown.map((name) => JSON.stringify(name)).join(', '),
      known: knownColumns(types).join(', '),
    };
    throw new CsvFileError(`Unknown column ${values.unknown}. Known: ${values.known}.`, 'unknown_columns', values);
  }
  for (const column of ['loginName', matchColumns[match]] as const) {
    if (found.includes(column)) continue;
    const why = column === 'loginName' ? '' : ', by which rows are matched';
    throw new CsvFileError(`The header row has no column ${column}${why}.`, 'missing_column', { column });
  }
  if (new Set(found).size < found.length) {
    throw new CsvFileError('A column stands twice in the header row.', 'column_twice');
  }
  if (found.includes('jobTitles') && !found.includes('departments')) {
    throw new CsvFileError(
      'The column jobTitles says which job title belongs to which of the column departments.',
      'missing_departments',
    );
  }
  return found as FileColumn[];
}

function knownColumns(types: OrganizationTypes): string[] {
  return [...userColumns, ...extensionColumns(types).map(({ header, shortHeader }) => shortHeader ?? header)];
}

function textFaultOf(cells: Cells): Reason | undefined {
  for (const column of userColumns) {
    const most = columnLengths[column] ?? 10_000;
    if ((cells[column] ?? '').length > most) return because('too_long', { column, most });
    if ((cells[column] ?? '').includes('\0')) return because('nul_character', { column });
  }
  return undefined;
}

const named = (cell: string): string[] => splitCell(cell).filter((name) => name !== '');

function listFaultOf(
  { availableServices = '', departments = '', jobTitles = '' }: Cells,
  serviceCodes: readonly string[],
): Reason | undefined {
  const unknown = named(availableServices).filter((code) => !serviceCodes.includes(code));
  if (unknown.length > 0) {
    const list = unknown.map((code) => JSON.stringify(code)).join(', ');
    return because('unknown_service', { unknown: list, known: serviceCodes.join(', ') });
  }
  const wanted = splitCell(departments);
  if (wanted.length > mostDepartments) return because('too_many_departments', { most: mostDepartments });
  return named(jobTitles).length > 0 && splitCell(jobTitles).length > wanted.length
    ? because('more_job_titles')
    : undefined;
}

/** Lines of the rows that are good so far, by login name and by what rows are matched by. */
interface Seen {
  readonly loginNames: Map<string, number>;
  readonly matches: Map<string, number>;
}

function matchFaultOf(cells: Cells, match: MatchBy, { matches }: Seen): Reason | undefined {
  const column = matchColumns[match];
  const value = cells[column] ?? '';
  if (value === '') return because('match_missing', { column });
  const first = matches.get(matchKey(value));
  return first === undefined ? undefined : because('match_twice', { column, value, line: first });
}

function faultOf(cells: Cells, { seen, match, types }: Reading): Reason | undefined {
  const { loginName = '', email = '', status = '' } = cells;
  if (loginName === '') return because('login_name_missing');
  const textFault = textFaultOf(cells);
  if (textFault !== undefined) return textFault;
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email)) return because('not_an_email', { value: email });
  if (!['', 'active', 'inactive'].includes(status.toLowerCase())) return because('unknown_status', { value: status });
  const cellFault = profileFaultOf(cells) ?? listFaultOf(cells, codesOf(types));
  if (cellFault !== undefined) return cellFault;
  const first = seen.loginNames.get(loginName.toLowerCase());
  return first === undefined ? matchFaultOf(cells, match, seen) : because('login_name_twice', { line: first });
}

/** Job titles stand in the order of the departments; without their column the titles held stay. */
function departmentsOf({ departments, jobTitles }: Cells): Pick<UserRow, 'departments'> {
  if (departments === undefined) return {};
  const titles = splitCell(jobTitles ?? '');
  const wishes = splitCell(departments).map((department, index) => ({
    department,
    ...(jobTitles === undefined ? {} : { jobTitle: titles[index] || null }),
  }));
  return { departments: wishes.filter(({ department }) => department !== '') };
}

function profileOf({ sortOrder, ...cells }: Cells): ProfileFields {
  const texts = textFields.flatMap((field) => (cells[field] === undefined ? [] : [[field, cells[field]] as const]));
  return {
    ...Object.fromEntries(texts),
    ...(sortOrder === undefined ? {} : { sortOrder: sortOrder === '' ? null : Number(sortOrder) }),
  };
}

/** Those named, each once, in the order of the list. */
function inOrder(serviceCodes: readonly string[], wanted: readonly string[]): string[] {
  return serviceCodes.filter((code) => wanted.includes(code));
}

interface Reading {
  readonly columns: readonly FileColumn[];
  readonly seen: Seen;
  readonly match: MatchBy;
  readonly types: OrganizationTypes;
}

function codesOf({ services }: OrganizationTypes): readonly string[] {
  return services.map(({ code }) => code);
}

function toRow(
  line: number,
  { cells, extensions }: { readonly cells: Cells; readonly extensions: ExtensionValues },
  { columns, match, types }: Reading,
): UserRow {
  const { loginName = '', surname, givenName, email, status, groups, availableServices } = cells;
  const composed = [givenName, surname].filter((part) => part !== undefined && part !== '').join(' ');
  return {
    line,
    loginName,
    displayName: cells.displayName || composed || loginName,
    setsDisplayName: cells.displayName !== undefined,
    profile: profileOf(cells),
    extensions,
    matchValue: cells[matchColumns[match]] ?? '',
    columns,
    ...(surname === undefined ? {} : { surname }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(email === undefined ? {} : { email }),
    ...(status === undefined ? {} : { active: status.toLowerCase() !== 'inactive' }),
    ...departmentsOf(cells),
    ...(groups === undefined ? {} : { groups: named(groups) }),
    ...(availableServices === undefined
      ? {}
      : { availableServices: inOrder(codesOf(types), named(availableServices)) }),
  };
}

interface Entry {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const pieceBytes = 65_536;

/** The text piece by piece; between two of them whatever else waits has its turn. */
async function* piecesOf(text: string): AsyncGenerator<Buffer, void, undefined> {
  const bytes = Buffer.from(text, 'utf8');
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    yield bytes.subarray(from, from + pieceBytes);
    await setImmediate();
  }
}

/** @throws CsvFileError */
async function* readEntries(text: string): AsyncGenerator<Entry, void, undefined> {
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  // what fails is thrown where the entries are read
  pipeline(Readable.from(piecesOf(text)), parser, () => {});
  try {
    for await (const entry of parser) yield entry as Entry;
  } catch (error) {
    if (error instanceof CsvError)
      throw new CsvFileError(`This is not readable CSV: ${error.message}`, 'not_csv', { reason: error.message });
    throw error;
  }
}

function readRow({ record, info }: Entry, reading: Reading): UserRow | RowFault {
  const { columns, seen } = reading;
  const texts = columns.map((column, index) => ({ column, cell: readText(record[index] ?? '') }));
  const cells: Cells = Object.fromEntries(
    texts.flatMap(({ column, cell }) => (typeof column === 'string' ? [[column, cell]] : [])),
  );
  const { loginName = '' } = cells;
  const reason =
    record.length === columns.length
      ? faultOf(cells, reading)
      : because('cell_count', { found: record.length, expected: columns.length });
  if (reason !== undefined) return faultAt(info.lines, loginName, reason);
  const own = extensionsOf(texts.flatMap(({ column, cell }) => (typeof column === 'string' ? [] : [{ column, cell }])));
  if ('fault' in own) return faultAt(info.lines, loginName, own.fault);
  const row = toRow(info.lines, { cells, extensions: own.values }, reading);
  seen.loginNames.set(loginName.toLowerCase(), info.lines);
  seen.matches.set(matchKey(row.matchValue), info.lines);
  return row;
}

export function isFault(read: UserRow | RowFault): read is RowFault {
  return 'reason' in read;
}

/**
 * Reads a CSV text with a header row, for an organization with these services and attributes: one row after the other, good or bad, so
 * that a large file neither fills the memory nor holds up everybody else.
 * @throws CsvFileError when the file as a whole makes no sense
 */
export async function* parseUsersCsv(
  text: string,
  types: OrganizationTypes,
  match: MatchBy = 'login-name',
): AsyncGenerator<UserRow | RowFault, void, undefined> {
  let reading: Reading | undefined;
  for await (const entry of readEntries(text)) {
    if (reading !== undefined) {
      yield readRow(entry, reading);
      continue;
    }
    const seen: Seen = { loginNames: new Map(), matches: new Map() };
    reading = { columns: readHeader(entry.record, match, types), seen, match, types };
  }
  if (reading === undefined) throw new CsvFileError('The file is empty.', 'empty_file');
}
