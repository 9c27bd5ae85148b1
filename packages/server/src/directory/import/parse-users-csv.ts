import { CsvError, parse } from 'csv-parse/sync';
import { splitCell } from '../csv/cell-list.ts';
import { readText } from '../csv/write-csv.ts';
import type { Memberships } from '../memberships/membership-wish.ts';
import { textFields, type ProfileFields } from '../users/profile-fields.ts';
import { profileFaultOf } from './check-profile-cells.ts';
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
}

/** The file as a whole cannot be read: nothing was imported. */
export class CsvFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CsvFileError';
  }
}

type Cells = { readonly [K in UserColumn]?: string };

/** The departments of one user at most, after the cybozu.com User API (`/v1/userOrganizations.json`). */
const mostDepartments = 100;

function readHeader(header: readonly string[]): UserColumn[] {
  const found = header.map((name) => userColumns.find((column) => column.toLowerCase() === name.trim().toLowerCase()));
  const unknown = header.filter((_, index) => found[index] === undefined);
  if (unknown.length > 0) {
    throw new CsvFileError(
      `Unknown column ${unknown.map((name) => JSON.stringify(name)).join(', ')}. Known: ${userColumns.join(', ')}.`,
    );
  }
  if (!found.includes('loginName')) throw new CsvFileError('The header row has no column loginName.');
  if (new Set(found).size < found.length) throw new CsvFileError('A column stands twice in the header row.');
  if (found.includes('jobTitles') && !found.includes('departments')) {
    throw new CsvFileError('The column jobTitles says which job title belongs to which of the column departments.');
  }
  return found as UserColumn[];
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

function faultOf(cells: Cells, seen: ReadonlyMap<string, number>, serviceCodes: readonly string[]): Reason | undefined {
  const { loginName = '', email = '', status = '' } = cells;
  if (loginName === '') return because('login_name_missing');
  const textFault = textFaultOf(cells);
  if (textFault !== undefined) return textFault;
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email)) return because('not_an_email', { value: email });
  if (!['', 'active', 'inactive'].includes(status.toLowerCase())) return because('unknown_status', { value: status });
  const cellFault = profileFaultOf(cells) ?? listFaultOf(cells, serviceCodes);
  if (cellFault !== undefined) return cellFault;
  const first = seen.get(loginName.toLowerCase());
  return first === undefined ? undefined : because('login_name_twice', { line: first });
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

function toRow(line: number, cells: Cells, serviceCodes: readonly string[]): UserRow {
  const { loginName = '', surname, givenName, email, status, groups, availableServices } = cells;
  const composed = [givenName, surname].filter((part) => part !== undefined && part !== '').join(' ');
  return {
    line,
    loginName,
    displayName: cells.displayName || composed || loginName,
    setsDisplayName: cells.displayName !== undefined,
    profile: profileOf(cells),
    ...(surname === undefined ? {} : { surname }),
    ...(givenName === undefined ? {} : { givenName }),
    ...(email === undefined ? {} : { email }),
    ...(status === undefined ? {} : { active: status.toLowerCase() !== 'inactive' }),
    ...departmentsOf(cells),
    ...(groups === undefined ? {} : { groups: named(groups) }),
    ...(availableServices === undefined ? {} : { availableServices: inOrder(serviceCodes, named(availableServices)) }),
  };
}

interface Entry {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function readEntries(text: string): Entry[] {
  try {
    return parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Entry[];
  } catch (error) {
    if (error instanceof CsvError) throw new CsvFileError(`This is not readable CSV: ${error.message}`);
    throw error;
  }
}

/** Reads a CSV text with a header row, for an organization with these services. Throws {@link CsvFileError} when the file as a whole makes no sense. */
export function parseUsersCsv(
  text: string,
  serviceCodes: readonly string[],
): { readonly rows: UserRow[]; readonly faults: RowFault[] } {
  const [header, ...entries] = readEntries(text);
  if (header === undefined) throw new CsvFileError('The file is empty.');
  const order = readHeader(header.record);
  const rows: UserRow[] = [];
  const faults: RowFault[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of entries) {
    const cells: Cells = Object.fromEntries(order.map((column, index) => [column, readText(record[index] ?? '')]));
    const reason =
      record.length === order.length
        ? faultOf(cells, seen, serviceCodes)
        : because('cell_count', { found: record.length, expected: order.length });
    const { loginName = '' } = cells;
    if (reason === undefined) {
      seen.set(loginName.toLowerCase(), info.lines);
      rows.push(toRow(info.lines, cells, serviceCodes));
    } else faults.push(faultAt(info.lines, loginName, reason));
  }
  return { rows, faults };
}
