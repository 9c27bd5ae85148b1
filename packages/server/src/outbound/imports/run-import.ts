import {
  backoffMs,
  describeError,
  firstPosition,
  nextPosition,
  readPage,
  type ClientError,
  type ListPosition,
  type SearchResult,
} from '@lockstep/scim-client';
import { sql, type Kysely, type Selectable } from 'kysely';
import type { Tables } from '../../storage/tables/index.ts';
import type { ApplicationRow } from '../applications/application-rows.ts';
import type { OutboundContext } from '../options.ts';
import { openTarget } from '../target/open-target.ts';
import { traitsOf, type AccountTraits } from './account-traits.ts';
import { matchAccounts, type MatchRules, type MatchedAccount } from './match-accounts.ts';

/*
 * An import reads the users of an application page by page, by cursor where the application offers it, else by index.
 * Each page is matched and written together with the position of the next one, so that whoever takes the import over
 * after a crash goes on there; a page that is read twice is written twice over itself. One worker reads: it holds a
 * lease, which each page renews. running → finished after the last page; running → failed after a refusal, or after
 * what may pass did not pass in some tries. Nothing is sent but reads.
 */

type ImportRow = Selectable<Tables['app_imports']>;

const leaseMs = 30_000;
/** Accounts of one import at most. */
const mostAccounts = 1_000_000;
const tries = 5;

/** Goes on with one import that nobody reads, if there is one. Returns whether there was. */
export async function importOne(context: OutboundContext, stopped: () => boolean): Promise<boolean> {
  const row = await claim(context);
  if (row === undefined) return false;
  const application = await applicationOf(context, row);
  if (application === undefined) return false;
  let { position, accounts } = row as { position: ListPosition | null; accounts: number };
  const { client } = openTarget(context, application);
  for (let resumed = position !== null; !stopped(); resumed = false) {
    const at = position ?? (await firstPosition(client));
    const page = await readPage(client, '/Users', at);
    if (!page.ok) {
      // a cursor does not live for ever (RFC 9865 §2.1)
      if (resumed && at.cursor !== undefined && page.error.kind === 'refused') {
        position = null;
        accounts = 0;
        continue;
      }
      await fail(context, row, page.error);
      return true;
    }
    accounts += page.resources.length;
    const next = accounts >= mostAccounts ? undefined : nextPosition(page, at);
    if (!(await keepPage(context, row, page, { next, accounts }))) return true;
    if (next === undefined) return true;
    position = next;
  }
  return true;
}

async function claim(context: OutboundContext): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    update app_imports set lease_until = now() + ${leaseMs} * interval '1 millisecond', attempts = attempts + 1
    where (organization_id, application_id) = (
      select organization_id, application_id from app_imports
      where state = 'running' and (lease_until is null or lease_until <= now())
      order by started_at limit 1
      for update skip locked
    )
    returning *`.execute(context.database.db);
  return rows[0];
}

async function applicationOf(context: OutboundContext, row: ImportRow): Promise<ApplicationRow | undefined> {
  return context.database.db
    .selectFrom('applications')
    .selectAll()
    .where('organization_id', '=', row.organization_id)
    .where('id', '=', row.application_id)
    .executeTakeFirst();
}

interface Progress {
  readonly next: ListPosition | undefined;
  readonly accounts: number;
}

/** False where the import is not ours any more: it was begun anew, or another worker has it. */
async function keepPage(
  context: OutboundContext,
  row: ImportRow,
  page: Extract<SearchResult, { ok: true }>,
  { next, accounts }: Progress,
): Promise<boolean> {
  const { db } = context.database;
  const traits = page.resources.map(traitsOf).filter((one) => one !== undefined);
  const unique = [...new Map(traits.map((one): [string, AccountTraits] => [one.remoteId, one])).values()];
  const matched = await matchAccounts(db, row.organization_id, row.rules as unknown as MatchRules, unique);
  return db.transaction().execute(async (transaction) => {
    const state = next === undefined ? 'finished' : 'running';
    const kept = await transaction
      .updateTable('app_imports')
      .set({
        state,
        position: next === undefined ? null : JSON.stringify(next),
        accounts,
        total: Math.max(page.total, accounts),
        attempts: 0,
        error_message: null,
        lease_until: sql`now() + ${leaseMs} * interval '1 millisecond'`,
        finished_at: next === undefined ? sql`now()` : null,
      })
      .where('organization_id', '=', row.organization_id)
      .where('application_id', '=', row.application_id)
      .where('id', '=', row.id)
      .where('state', '=', 'running')
      .returning('id')
      .executeTakeFirst();
    if (kept === undefined) return false;
    await keepAccounts(transaction, row, matched);
    if (next === undefined) {
      await transaction
        .deleteFrom('imported_accounts')
        .where('organization_id', '=', row.organization_id)
        .where('application_id', '=', row.application_id)
        .where('import_id', '<>', row.id)
        .execute();
    }
    return true;
  });
}

async function keepAccounts(
  transaction: Kysely<Tables>,
  row: ImportRow,
  accounts: readonly MatchedAccount[],
): Promise<void> {
  if (accounts.length === 0) return;
  await transaction
    .insertInto('imported_accounts')
    .values(accounts.map((one) => toRow(row, one)))
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'application_id', 'remote_id']).doUpdateSet((written) => ({
        import_id: written.ref('excluded.import_id'),
        user_name: written.ref('excluded.user_name'),
        display_name: written.ref('excluded.display_name'),
        surname: written.ref('excluded.surname'),
        given_name: written.ref('excluded.given_name'),
        email: written.ref('excluded.email'),
        active: written.ref('excluded.active'),
        match: written.ref('excluded.match'),
        candidates: written.ref('excluded.candidates'),
      })),
    )
    .execute();
}

function toRow(row: ImportRow, account: MatchedAccount) {
  return {
    organization_id: row.organization_id,
    application_id: row.application_id,
    import_id: row.id,
    remote_id: account.remoteId,
    user_name: account.userName,
    display_name: account.displayName,
    surname: account.surname,
    given_name: account.givenName,
    email: account.email,
    active: account.active,
    match: account.match,
    candidates: [...account.candidates],
  };
}

const passing = new Set<ClientError['kind']>(['throttled', 'unreachable', 'unavailable', 'unknown']);

/** What may pass is tried again from the same position, some times. */
async function fail(context: OutboundContext, row: ImportRow, error: ClientError): Promise<void> {
  const again = passing.has(error.kind) && row.attempts < tries;
  const asked = error.kind === 'throttled' ? error.retryAfterMs : undefined;
  const delayMs = Math.max(asked ?? 0, backoffMs(row.attempts, context.limits.retry, context.random));
  await context.database.db
    .updateTable('app_imports')
    .set({
      error_message: describeError(error),
      ...(again
        ? { lease_until: sql`now() + ${Math.min(delayMs, 15 * 60_000)} * interval '1 millisecond'` }
        : { state: 'failed', finished_at: sql`now()`, lease_until: null }),
    })
    .where('organization_id', '=', row.organization_id)
    .where('application_id', '=', row.application_id)
    .where('id', '=', row.id)
    .execute();
}
