import type { JsonObject } from '@lockstep/scim';
import { refusalReason } from './refusal-reason.ts';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import type { Memberships } from '../memberships/membership-wish.ts';
import { setMemberships } from '../memberships/set-memberships.ts';
import type { LockedUser } from '../links/link.ts';
import { findUsersByNames } from '../users/find-users.ts';
import { withProfile, type Profile } from '../users/profile.ts';
import { userNameKey, type StoredUser } from '../users/stored-user.ts';
import type { UserLane } from '../users/user-lane.ts';
import type { UserOutcome } from '../users/user-write.ts';
import { parseUsersCsv, type UserRow } from './parse-users-csv.ts';
import { membershipsDiffer, readNamedMemberships } from './preview-memberships.ts';
import { because, faultAt, type Reason, type RowFault } from './row-fault.ts';

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
  /** The codes of the organization's services, in its order. */
  readonly serviceCodes: readonly string[];
  readonly actor: Actor;
  /** Throws to refuse the change of an existing user; the row is reported then. */
  readonly check?: (user: LockedUser, after: JsonObject) => void;
}

interface Imported {
  readonly row: UserRow;
  readonly outcome: UserOutcome;
}

const chunkSize = 250;

/** What the row says of the user; a user who exists keeps what the file has no column for. */
function profileOf(row: UserRow, existing: StoredUser | undefined): Profile {
  const { loginName, displayName, setsDisplayName, surname, givenName, email, active, availableServices, profile } =
    row;
  const told = { ...profile, surname, givenName, email, active, availableServices };
  if (existing !== undefined) return setsDisplayName ? { ...told, displayName } : told;
  return { ...told, loginName, displayName, active: active ?? true };
}

async function importRow(
  { writeUser, organizationId, actor, check }: ImportContext,
  row: UserRow,
  existing: StoredUser | undefined,
): Promise<Imported> {
  const profile = profileOf(row, existing);
  const owner = { organizationId, actor };
  const outcome = await (existing === undefined
    ? writeUser({ kind: 'create', ...owner, id: uuid(), resource: withProfile({}, profile) })
    : writeUser({
        kind: 'modify',
        ...owner,
        id: existing.id,
        change: (current) => {
          const after = withProfile(current.resource, profile);
          check?.(current, after);
          return after;
        },
      }));
  return { row, outcome };
}

function reasonOf(outcome: UserOutcome): Reason {
  if (outcome.kind === 'taken') return because('login_name_taken');
  if (outcome.kind !== 'refused') return because('deleted_meanwhile');
  return refusalReason(outcome.error);
}

function wishOf({ departments, groups }: UserRow): Omit<Memberships, 'userId'> {
  return { ...(departments === undefined ? {} : { departments }), ...(groups === undefined ? {} : { groups }) };
}

function membershipsOf({ row, outcome }: Imported): Memberships[] {
  if (outcome.kind !== 'written' || (row.departments === undefined && row.groups === undefined)) return [];
  return [{ userId: outcome.user.id, ...wishOf(row) }];
}

type Count = 'created' | 'updated' | 'unchanged';

/** How a written user counts in the report. */
function countOf({ outcome }: Imported, moved: ReadonlySet<string>): Count | undefined {
  if (outcome.kind !== 'written') return undefined;
  if (outcome.changed && outcome.user.version === 1) return 'created';
  return outcome.changed || moved.has(outcome.user.id) ? 'updated' : 'unchanged';
}

async function existingFor(
  { database, organizationId }: Pick<ImportContext, 'database' | 'organizationId' | 'serviceCodes'>,
  rows: readonly UserRow[],
): Promise<ReadonlyMap<string, StoredUser>> {
  const names = rows.map(({ loginName }) => loginName);
  const users = await findUsersByNames(database.db, organizationId, names);
  return new Map(users.map((user) => [userNameKey(user.userName), user]));
}

function sorted(report: ImportReport): ImportReport {
  return { ...report, faults: report.faults.toSorted((a, b) => a.line - b.line) };
}

interface ImportedChunk {
  /** Good rows that are done by then. */
  readonly end: number;
  readonly report: ImportReport;
}

/**
 * Imports users from CSV, {@link chunkSize} rows at a time: rows are matched by login name, good rows are kept. Rows that
 * cannot be read are reported before the first. Begins after `start` good rows; undefined: with the report of bad ones.
 * Throws CsvFileError when the file as a whole cannot be read; then nothing has been written.
 */
export async function* importChunks(
  context: ImportContext,
  text: string,
  start: number | undefined,
): AsyncGenerator<ImportedChunk, void, undefined> {
  const { rows, faults } = parseUsersCsv(text, context.serviceCodes);
  if (start === undefined) yield { end: 0, report: { ...emptyReport, rows: faults.length, faults } };
  for (let from = start ?? 0; from < rows.length; from += chunkSize) {
    const chunk = rows.slice(from, from + chunkSize);
    yield { end: from + chunk.length, report: await importChunk(context, chunk) };
  }
}

const emptyReport = { rows: 0, created: 0, updated: 0, unchanged: 0 };

async function importChunk(context: ImportContext, rows: readonly UserRow[]): Promise<ImportReport> {
  const existing = await existingFor(context, rows);
  const imported = await Promise.all(
    rows.map((row) => importRow(context, row, existing.get(userNameKey(row.loginName)))),
  );
  const moved = await setMemberships(context.database, context, imported.flatMap(membershipsOf));
  context.signal.notify();
  const report = { ...emptyReport, rows: rows.length };
  const faults: RowFault[] = [];
  for (const one of imported) {
    const count = countOf(one, moved);
    if (count !== undefined) report[count] += 1;
    else faults.push(faultAt(one.row.line, one.row.loginName, reasonOf(one.outcome)));
  }
  return { ...report, faults };
}

/** Imports a whole file; what becomes of it is told by {@link importChunks}. */
export async function importUsers(context: ImportContext, text: string): Promise<void> {
  for await (const _ of importChunks(context, text, 0));
}

/**
 * What an import of this file would come to, as the directory is now; nothing is written.
 * Throws CsvFileError when the file as a whole cannot be read.
 */
export async function previewImport(
  context: Pick<ImportContext, 'database' | 'organizationId' | 'serviceCodes'>,
  text: string,
): Promise<ImportReport> {
  const { rows, faults } = parseUsersCsv(text, context.serviceCodes);
  const report = { rows: rows.length + faults.length, created: 0, updated: 0, unchanged: 0, faults };
  for (let start = 0; start < rows.length; start += chunkSize) {
    const chunk = rows.slice(start, start + chunkSize);
    const existing = await existingFor(context, chunk);
    const ids = [...existing.values()].map(({ id }) => id);
    const memberships = await readNamedMemberships(context.database.db, context.organizationId, ids);
    for (const row of chunk) {
      const user = existing.get(userNameKey(row.loginName));
      if (user === undefined) report.created += 1;
      else {
        const edited = withProfile(user.resource, profileOf(row, user)) !== user.resource;
        const moved = membershipsDiffer(memberships(user.id), wishOf(row));
        report[edited || moved ? 'updated' : 'unchanged'] += 1;
      }
    }
  }
  return sorted(report);
}
