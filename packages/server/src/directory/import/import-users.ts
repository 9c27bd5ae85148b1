import { v7 as uuid } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import type { Memberships } from '../memberships/membership-wish.ts';
import { setMemberships } from '../memberships/set-memberships.ts';
import { findUserByName } from '../users/find-users.ts';
import { withProfile } from '../users/profile.ts';
import type { UserLane } from '../users/user-lane.ts';
import type { UserOutcome } from '../users/user-write.ts';
import { parseUsersCsv, type RowFault, type UserRow } from './parse-users-csv.ts';

export interface ImportReport {
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly faults: readonly RowFault[];
}

export interface ImportContext {
  readonly database: Database;
  readonly signal: FeedSignal;
  readonly writeUser: UserLane;
  readonly organizationId: string;
  readonly actor: Actor;
}

interface Imported {
  readonly row: UserRow;
  readonly outcome: UserOutcome;
}

const chunkSize = 500;

async function importRow(
  { database, writeUser, organizationId, actor }: ImportContext,
  row: UserRow,
): Promise<Imported> {
  const existing = await findUserByName(database.db, organizationId, row.loginName);
  const { loginName, displayName, surname, givenName, email, active, availableServices } = row;
  const profile = { displayName, surname, givenName, email, active, availableServices };
  const outcome = await (existing === undefined
    ? writeUser({
        kind: 'create',
        organizationId,
        id: uuid(),
        actor,
        resource: withProfile({}, { loginName, ...profile }),
      })
    : writeUser({
        kind: 'modify',
        organizationId,
        id: existing.id,
        actor,
        change: (current) => withProfile(current.resource, profile),
      }));
  return { row, outcome };
}

function reasonOf(outcome: UserOutcome): string {
  if (outcome.kind === 'taken') return 'Somebody else took this login name during the import.';
  if (outcome.kind === 'refused' && outcome.error instanceof Error) return outcome.error.message;
  return 'The user was deleted during the import.';
}

function membershipsOf({ row, outcome }: Imported): Memberships[] {
  if (outcome.kind !== 'written' || (row.departments === undefined && row.groups === undefined)) return [];
  const { departments, groups } = row;
  return [
    {
      userId: outcome.user.id,
      ...(departments === undefined ? {} : { departments: departments.map((department) => ({ department })) }),
      ...(groups === undefined ? {} : { groups }),
    },
  ];
}

/** How a written user counts in the report. */
function countOf({ outcome }: Imported, moved: ReadonlySet<string>): 'created' | 'updated' | 'unchanged' | undefined {
  if (outcome.kind !== 'written') return undefined;
  if (outcome.changed && outcome.user.version === 1) return 'created';
  return outcome.changed || moved.has(outcome.user.id) ? 'updated' : 'unchanged';
}

/**
 * Imports users from CSV: rows are matched by login name, good rows are kept, bad ones reported with line and reason.
 * Throws CsvFileError when the file as a whole cannot be read; then nothing has been written.
 */
export async function importUsers(context: ImportContext, text: string): Promise<ImportReport> {
  const { rows, faults } = parseUsersCsv(text);
  const report = { rows: rows.length + faults.length, created: 0, updated: 0, unchanged: 0, faults: [...faults] };
  for (let start = 0; start < rows.length; start += chunkSize) {
    const imported = await Promise.all(rows.slice(start, start + chunkSize).map((row) => importRow(context, row)));
    const moved = await setMemberships(context.database, context, imported.flatMap(membershipsOf));
    context.signal.notify();
    for (const one of imported) {
      const count = countOf(one, moved);
      if (count === undefined) {
        report.faults.push({ line: one.row.line, loginName: one.row.loginName, reason: reasonOf(one.outcome) });
      } else report[count] += 1;
    }
  }
  return { ...report, faults: report.faults.sort((a, b) => a.line - b.line) };
}
