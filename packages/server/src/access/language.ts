import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables/index.ts';

type Language = 'en' | 'es' | 'ja';

/** The language that an administrator chose for the console; undefined where it is the browser's. */
export async function languageOf(db: Kysely<Tables>, administratorId: string): Promise<Language | undefined> {
  const row = await db
    .selectFrom('administrators')
    .select('language')
    .where('id', '=', administratorId)
    .executeTakeFirst();
  return row?.language ?? undefined;
}

export async function setLanguage(
  db: Kysely<Tables>,
  administratorId: string,
  language: Language | null,
): Promise<void> {
  await db.updateTable('administrators').set({ language }).where('id', '=', administratorId).execute();
}
