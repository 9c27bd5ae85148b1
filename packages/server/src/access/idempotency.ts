import { sql, type Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';

/** How long an answer is kept, and how many of one caller. */
const keptMilliseconds = 24 * 60 * 60 * 1000;
const mostPerCaller = 1000;
/** A request that runs longer than this was lost with its process: the next one takes its place. */
const lostAfterMilliseconds = 60_000;

/** A request that is to happen once: who asks, under what key, and the digest of what is asked. */
export interface OnceKey {
  readonly caller: string;
  readonly key: string;
  readonly digest: Buffer;
}

export type OnceState =
  /** Nobody did this yet: do it, then say how it went. */
  | { readonly kind: 'first' }
  /** Somebody is at it. */
  | { readonly kind: 'running' }
  /** The key stands for something else. */
  | { readonly kind: 'different' }
  | { readonly kind: 'done'; readonly answer: string };

async function claim(db: Kysely<Tables>, { caller, key, digest }: OnceKey, now: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into idempotency_keys (caller, key, digest, created_at, expires_at)
    values (${caller}, ${key}, ${digest}, ${now}, ${new Date(now.getTime() + keptMilliseconds)})
    on conflict (caller, key) do update
      set digest = excluded.digest, answer = null, created_at = excluded.created_at, expires_at = excluded.expires_at
      where idempotency_keys.expires_at <= ${now}
        or (idempotency_keys.answer is null
          and idempotency_keys.digest = excluded.digest
          and idempotency_keys.created_at <= ${new Date(now.getTime() - lostAfterMilliseconds)})
    returning key`.execute(db);
  return rows.length > 0;
}

/** Takes a key, or says what became of it. The database decides which of several requests is the first. */
export async function beginOnce(db: Kysely<Tables>, once: OnceKey, now: Date): Promise<OnceState> {
  if (await claim(db, once, now)) return { kind: 'first' };
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['digest', 'answer'])
    .where('caller', '=', once.caller)
    .where('key', '=', once.key)
    .executeTakeFirst();
  // the first one failed in this moment, so that the key is free again
  if (row === undefined) return { kind: 'running' };
  if (!row.digest.equals(once.digest)) return { kind: 'different' };
  return row.answer === null ? { kind: 'running' } : { kind: 'done', answer: row.answer };
}

/** Keeps the answer, and drops what has expired and what is more than a caller may keep. */
export async function finishOnce(db: Kysely<Tables>, once: OnceKey, answer: string, now: Date): Promise<void> {
  await db
    .updateTable('idempotency_keys')
    .set({ answer })
    .where('caller', '=', once.caller)
    .where('key', '=', once.key)
    .execute();
  await sql`
    delete from idempotency_keys
    where expires_at <= ${now} or (caller = ${once.caller} and created_at < (
      select created_at from idempotency_keys where caller = ${once.caller}
      order by created_at desc offset ${mostPerCaller} limit 1
    ))`.execute(db);
}

/** Frees the key of a request that failed: the next try is a first one. */
export async function abandonOnce(db: Kysely<Tables>, { caller, key }: OnceKey): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('caller', '=', caller).where('key', '=', key).execute();
}
