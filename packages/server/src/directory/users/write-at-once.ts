import { isUniqueViolation, sqlState, type Database } from '../../storage/database.ts';
import { isLastAdministrator } from '../../storage/last-administrator.ts';
import { movesServices } from '../services/hold-seats.ts';
import { createUserRows, readUsersToWrite, rewriteUserRows, type Batch, type Creation } from './batch-statements.ts';
import { newUser } from './create-users.ts';
import { draftWrites, rewritten } from './draft-writes.ts';
import type { CreateUser, UserOutcome, UserWrite } from './user-write.ts';

type Outcomes = (UserOutcome | undefined)[];
type Placed<Write> = readonly { readonly write: Write; readonly index: number }[];

/** A row refuses the whole statement: a name that is taken, the last administrator, or a deadlock. */
function isRefusal(error: unknown): boolean {
  return isUniqueViolation(error) || isLastAdministrator(error) || sqlState(error) === '40P01';
}

/** What a statement that is its own transaction gives, or undefined where a row refuses it and nothing has happened. */
async function unlessRefused<Result>(statement: Promise<Result>): Promise<Result | undefined> {
  try {
    return await statement;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

async function modifyAtOnce({ db }: Database, writes: Placed<UserWrite>, outcomes: Outcomes): Promise<void> {
  if (writes.length === 0) return;
  const now = new Date();
  const batch: Batch = { now, types: new Map() };
  const users = await readUsersToWrite(
    db,
    writes.map(({ write }) => write),
  );
  const draft = draftWrites(
    writes.map(({ write }) => write),
    { users, ...batch },
  );
  if (draft.links.length > 0 || movesServices(rewritten(draft))) return;
  const rewrites = [...draft.actors].flatMap(([id, actor]) => {
    const [before, after] = [draft.before.get(id), draft.current.get(id)];
    return before === undefined || after === undefined ? [] : [{ before, after, actor }];
  });
  const written = await unlessRefused(rewriteUserRows(db, rewrites, batch));
  for (const [position, { write, index }] of writes.entries()) {
    // what came between since the user was read is settled under a lock
    if (draft.actors.has(write.id) && written?.has(write.id) !== true) continue;
    outcomes[index] = draft.outcomes[position];
  }
}

async function createAtOnce({ db }: Database, writes: Placed<CreateUser>, outcomes: Outcomes): Promise<void> {
  const batch: Batch = { now: new Date(), types: new Map() };
  const all = writes.map(({ write, index }) => ({ write, index, user: newUser(write, batch.now) }));
  if (all.length === 0 || movesServices(all.map(({ user }) => ({ before: undefined, after: user })))) return;
  const rows = await unlessRefused(createUserRows(db, all satisfies readonly Creation[], batch));
  if (rows === undefined) return;
  for (const { write, index, user } of all) {
    if (rows.keptOut.has(user.id)) outcomes[index] = { kind: 'tombstoned', userName: user.userName };
    else if (rows.created.has(user.id)) outcomes[index] = { kind: 'written', user, changed: true };
    // others may have the user whose name it is, by the rules of their connection
    else if (write.via?.adopt === undefined) outcomes[index] = { kind: 'taken', userName: user.userName };
  }
}

/**
 * Writes what needs neither a lock nor anything beside the users, their ties and the feed: one statement for creations,
 * and for changes one that reads and one that writes who has not changed meanwhile. Gives the outcomes; a write without
 * one has not been written. Batches with deletions, with types of an organization's own or with services that come or go
 * are left alone.
 */
export async function writeAtOnce(database: Database, writes: readonly UserWrite[]): Promise<Outcomes> {
  const outcomes: Outcomes = Array.from({ length: writes.length });
  const plain = writes.every(({ kind, types }) => kind !== 'delete' && (types === undefined || types.version === 0));
  if (!plain) return outcomes;
  const placed = writes.map((write, index) => ({ write, index }));
  await modifyAtOnce(
    database,
    placed.filter(({ write }) => write.kind === 'modify'),
    outcomes,
  );
  await createAtOnce(
    database,
    placed.flatMap(({ write, index }) => (write.kind === 'create' ? [{ write, index }] : [])),
    outcomes,
  );
  return outcomes;
}
