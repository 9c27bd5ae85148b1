import type { UserFilter as FilterView } from '@lockstep/admin-api';
import { isResourceId } from '../../directory/resource-id.ts';
import type { RowKey } from '../../directory/users/list-users.ts';
import type { UserFilter } from '../../directory/users/user-filter.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { ProblemError } from './problem-error.ts';

/** An id that is none names nothing: nobody matches. */
const nobodysId = '00000000-0000-0000-0000-000000000000';

function knownId(id: string | undefined): string | undefined {
  return id === undefined || isResourceId(id) ? id : nobodysId;
}

/** The filter of a request as the directory takes it. */
export function toUserFilter({ managed, department, jobTitle, group, ...filter }: FilterView): UserFilter {
  return {
    ...filter,
    department: knownId(department),
    jobTitle: knownId(jobTitle),
    group: knownId(group),
    managed: managed === undefined ? undefined : managed === 'yes',
  };
}

/** A cursor holds for one order of the list. */
export function encodeRow(order: string, { key, id }: RowKey): string {
  return encodeCursor(JSON.stringify([order, key, id]));
}

/** @throws ProblemError `invalid_request` for a cursor of another order, or none that this server gave */
export function decodeRow(order: string, cursor: string | undefined): RowKey | undefined {
  const text = decodeCursor(cursor);
  if (text === undefined) return undefined;
  const row = readRow(text);
  if (row?.order === order) return row;
  throw new ProblemError('invalid_request', 'The cursor is not one of this list.', {
    issues: [{ path: 'cursor', message: 'Use the "next" of the page before, with the same order.' }],
  });
}

const time = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d[\d.:+-]*$/;

/** Whether the database can read the key of this order. */
function isKeyOf(order: string, key: string): boolean {
  if (order.startsWith('modifiedAt')) return time.test(key);
  if (order.startsWith('createdAt')) return isResourceId(key);
  return !order.startsWith('sortOrder') || /^-?\d{1,20}$/.test(key);
}

function readRow(text: string): (RowKey & { readonly order: string }) | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) return undefined;
    const [order = '', key = '', id = ''] = value;
    return isKeyOf(order, key) && isResourceId(id) ? { order, key, id } : undefined;
  } catch {
    return undefined;
  }
}
