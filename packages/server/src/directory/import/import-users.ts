import type { JsonObject } from '@lockstep/scim';
import { refusalReason } from './refusal-reason.ts';
import { v7 as uuid } from 'uuid';
import type { Actor } from '../../changes/change.ts';
import type { FeedSignal } from '../../changes/feed-signal.ts';
import type { Database } from '../../storage/database.ts';
import { assertExtended } from '../custom-types/extension-values.ts';
import type { TypeRegistry } from '../custom-types/type-registry.ts';
import { writeByTypes } from '../custom-types/write-by-types.ts';
import type { Memberships } from '../memberships/membership-wish.ts';
import { setMemberships } from '../memberships/set-memberships.ts';
import type { LockedUser } from '../links/link.ts';
import { editedUser } from '../users/edited-user.ts';
import type { Profile } from '../users/profile.ts';
import { userNameKey, type StoredUser } from '../users/stored-user.ts';
import type { UserLane } from '../users/user-lane.ts';
import type { UserOutcome } from '../users/user-write.ts';
import { matchColumns, matchKey, matchUsers, type MatchBy } from './match-users.ts';
import { isFault, parseUsersCsv, type UserRow } from './parse-users-csv.ts';
import { because, faultAt, type Reason, type RowFault } from './row-fault.ts';

interface ImportReport {
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
  readonly types: TypeRegistry;
  /** 32 bytes for the digests of write-only values. */
  readonly secretsKey: Buffer;
  readonly actor: Actor;
  /** What rows are matched by; the login name unless told otherwise. */
  readonly match?: MatchBy | undefined;
  /** Throws to refuse the change of an existing user; the row is reported then. */
  readonly check?: (user: LockedUser, after: JsonObject) => void;
}

interface Imported {
  readonly row: UserRow;
  readonly outcome: UserOutcome;
}

const chunkSize = 250;

/** What the row says of the user; a user who exists keeps what the file has no column for. */
export function profileOf(row: UserRow, existing: StoredUser | undefined): Profile {
  const { loginName, displayName, setsDisplayName, surname, givenName, email, active, availableServices, profile } =
    row;
  const told = { ...profile, surname, givenName, email, active, availableServices };
  if (existing !== undefined) {
    // who is found by something else may have another login name
    const renamed = userNameKey(existing.userName) === userNameKey(loginName) ? {} : { loginName };
    return { ...told, ...renamed, ...(setsDisplayName ? { displayName } : {}) };
  }
  return { ...told, loginName, displayName, active: active ?? true };
}

async function importRow(
  { writeUser, organizationId, actor, check, types: registry, secretsKey }: ImportContext,
  row: UserRow,
  existing: StoredUser | undefined,
): Promise<Imported> {
  const edit = { profile: profileOf(row, existing), extensions: row.extensions };
  const owner = { organizationId, actor };
  const id = existing?.id ?? uuid();
  const outcome = await writeByTypes(registry, { organizationId, type: 'user' }, (types) => {
    if (existing === undefined) {
      const resource = editedUser({ id, resource: {} }, edit, { types, secretsKey });
      assertExtended(types.user, resource);
      return writeUser({ kind: 'create', ...owner, id, types, resource });
    }
    const change = (current: LockedUser): JsonObject => {
      const after = editedUser(current, edit, { types, secretsKey });
      check?.(current, after);
      return after;
    };
    return writeUser({ kind: 'modify', ...owner, id, types, change });
  });
  return { row, outcome };
}

function reasonOf(outcome: UserOutcome): Reason {
  if (outcome.kind === 'taken') return because('login_name_taken');
  if (outcome.kind !== 'refused') return because('deleted_meanwhile');
  return refusalReason(outcome.error);
}

export function wishOf({ departments, groups }: UserRow): Omit<Memberships, 'userId'> {
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

/** Whose a row is: a user, nobody yet, or a fault where it may be several. */
export async function existingFor(
  { database, organizationId, match = 'login-name' }: Pick<ImportContext, 'database' | 'organizationId' | 'match'>,
  rows: readonly UserRow[],
): Promise<(row: UserRow) => StoredUser | undefined | Reason> {
  const values = rows.map(({ matchValue }) => matchValue);
  const users = await matchUsers(database.db, organizationId, match, values);
  return ({ matchValue: value }) => {
    const [first, ...others] = users.get(matchKey(value)) ?? [];
    if (others.length === 0) return first;
    return because('match_ambiguous', { column: matchColumns[match], value, count: others.length + 1 });
  };
}

interface ImportedChunk {
  /** Good rows that are done by then. */
  readonly end: number;
  readonly report: ImportReport;
}

/** Good rows in chunks of {@link chunkSize}. */
export async function* chunksOf(
  { types, organizationId, match }: Pick<ImportContext, 'types' | 'organizationId' | 'match'>,
  text: string,
  noteFault: (fault: RowFault) => void,
): AsyncGenerator<readonly UserRow[], void, undefined> {
  let chunk: UserRow[] = [];
  for await (const read of parseUsersCsv(text, await types.current(organizationId), match)) {
    if (isFault(read)) noteFault(read);
    else if (chunk.push(read) === chunkSize) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

/** The rows that cannot be read. */
async function readFaults(context: ImportContext, text: string): Promise<readonly RowFault[]> {
  const faults: RowFault[] = [];
  for await (const _ of chunksOf(context, text, (fault) => faults.push(fault)));
  return faults;
}

/**
 * Imports users from CSV, {@link chunkSize} rows at a time: rows are matched by login name or what `match` says, good rows are kept. Rows that
 * cannot be read are reported before the first. Begins after `start` good rows; undefined: with the report of bad ones.
 * Throws CsvFileError when the file as a whole cannot be read; then nothing has been written.
 */
export async function* importChunks(
  context: ImportContext,
  text: string,
  start: number | undefined,
): AsyncGenerator<ImportedChunk, void, undefined> {
  if (start === undefined) {
    const faults = await readFaults(context, text);
    yield { end: 0, report: { ...emptyReport, rows: faults.length, faults } };
  }
  let end = 0;
  for await (const chunk of chunksOf(context, text, () => {})) {
    end += chunk.length;
    if (end > (start ?? 0)) yield { end, report: await importChunk(context, chunk) };
  }
}

const emptyReport = { rows: 0, created: 0, updated: 0, unchanged: 0 };

async function importChunk(context: ImportContext, rows: readonly UserRow[]): Promise<ImportReport> {
  const existing = await existingFor(context, rows);
  const faults: RowFault[] = [];
  const imported = await Promise.all(
    rows.flatMap((row) => {
      const user = existing(row);
      if (user === undefined || !('code' in user)) return [importRow(context, row, user)];
      faults.push(faultAt(row.line, row.loginName, user));
      return [];
    }),
  );
  const moved = await setMemberships(context.database, context, imported.flatMap(membershipsOf));
  context.signal.notify();
  const report = { ...emptyReport, rows: rows.length };
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
