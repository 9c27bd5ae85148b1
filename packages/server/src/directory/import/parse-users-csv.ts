import { CsvError, parse } from 'csv-parse/sync';
import { isServiceCode, serviceCodes, type ServiceCode } from '../services/services.ts';

/** One good row; `line` counts from 1 with the header as line 1. Lists come from cells separated by `;`. */
export interface UserRow {
  readonly line: number;
  readonly loginName: string;
  readonly displayName: string;
  readonly surname: string;
  readonly givenName: string;
  readonly email: string;
  readonly active: boolean;
  /** Absent where the file has no such column: then memberships stay as they are. */
  readonly departments?: readonly string[];
  readonly groups?: readonly string[];
  /** Absent where the file has no such column: then services stay as they are. */
  readonly availableServices?: readonly ServiceCode[];
}

export interface RowFault {
  readonly line: number;
  readonly loginName?: string;
  readonly reason: string;
}

/** The file as a whole cannot be read: nothing was imported. */
export class CsvFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CsvFileError';
  }
}

const columns = [
  'loginName',
  'displayName',
  'surname',
  'givenName',
  'email',
  'status',
  'departments',
  'groups',
  'availableServices',
] as const;
type Column = (typeof columns)[number];
type Cells = { readonly [K in Column]?: string };

/** Characters at most, after the cybozu.com User API. */
const lengths: { readonly [K in Column]?: number } = {
  loginName: 128,
  displayName: 128,
  surname: 64,
  givenName: 64,
  email: 256,
};

function readHeader(header: readonly string[]): Column[] {
  const found = header.map((name) => columns.find((column) => column.toLowerCase() === name.trim().toLowerCase()));
  const unknown = header.filter((_, index) => found[index] === undefined);
  if (unknown.length > 0) {
    throw new CsvFileError(
      `Unknown column ${unknown.map((name) => JSON.stringify(name)).join(', ')}. Known: ${columns.join(', ')}.`,
    );
  }
  if (!found.includes('loginName')) throw new CsvFileError('The header row has no column loginName.');
  if (new Set(found).size < found.length) throw new CsvFileError('A column stands twice in the header row.');
  return found as Column[];
}

function textFaultOf(cells: Cells): string | undefined {
  for (const column of columns) {
    const most = lengths[column] ?? 10_000;
    if ((cells[column] ?? '').length > most) return `${column} has more than ${most} characters.`;
    if ((cells[column] ?? '').includes('\0')) return `${column} has a NUL character.`;
  }
  return undefined;
}

function serviceFaultOf({ availableServices = '' }: Cells): string | undefined {
  const unknown = list(availableServices).filter((code) => !isServiceCode(code));
  if (unknown.length === 0) return undefined;
  const named = unknown.map((code) => JSON.stringify(code)).join(', ');
  return `There is no service ${named}. Known: ${serviceCodes.join(', ')}.`;
}

function faultOf(cells: Cells, seen: ReadonlyMap<string, number>): string | undefined {
  const { loginName = '', email = '', status = '' } = cells;
  if (loginName === '') return 'The login name is missing.';
  const textFault = textFaultOf(cells);
  if (textFault !== undefined) return textFault;
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email)) return `${JSON.stringify(email)} is not an e-mail address.`;
  if (!['', 'active', 'inactive'].includes(status.toLowerCase())) {
    return `The status is active or inactive, not ${JSON.stringify(status)}.`;
  }
  const serviceFault = serviceFaultOf(cells);
  if (serviceFault !== undefined) return serviceFault;
  const first = seen.get(loginName.toLowerCase());
  return first === undefined ? undefined : `The login name stands in line ${first} already.`;
}

const list = (cell: string): string[] =>
  cell
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');

function toRow(line: number, cells: Cells): UserRow {
  const { loginName = '', surname = '', givenName = '', email = '', departments, groups, availableServices } = cells;
  const composed = [givenName, surname].filter((part) => part !== '').join(' ');
  return {
    line,
    loginName,
    displayName: cells.displayName || composed || loginName,
    surname,
    givenName,
    email,
    active: cells.status?.toLowerCase() !== 'inactive',
    ...(departments === undefined ? {} : { departments: list(departments) }),
    ...(groups === undefined ? {} : { groups: list(groups) }),
    ...(availableServices === undefined ? {} : { availableServices: list(availableServices).filter(isServiceCode) }),
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

/** Reads a CSV text with a header row. Throws {@link CsvFileError} when the file as a whole makes no sense. */
export function parseUsersCsv(text: string): { readonly rows: UserRow[]; readonly faults: RowFault[] } {
  const [header, ...entries] = readEntries(text);
  if (header === undefined) throw new CsvFileError('The file is empty.');
  const order = readHeader(header.record);
  const rows: UserRow[] = [];
  const faults: RowFault[] = [];
  const seen = new Map<string, number>();
  for (const { record, info } of entries) {
    const cells: Cells = Object.fromEntries(order.map((column, index) => [column, record[index] ?? '']));
    const reason =
      record.length === order.length
        ? faultOf(cells, seen)
        : `The row has ${record.length} cells, the header has ${order.length}.`;
    const { loginName = '' } = cells;
    if (reason === undefined) {
      seen.set(loginName.toLowerCase(), info.lines);
      rows.push(toRow(info.lines, cells));
    } else faults.push({ line: info.lines, ...(loginName === '' ? {} : { loginName }), reason });
  }
  return { rows, faults };
}
