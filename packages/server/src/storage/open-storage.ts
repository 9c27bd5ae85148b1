import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { StartError } from '../config/start-error.ts';
import { openDatabase, type Database } from './database.ts';
import { startEmbeddedPostgres } from './embedded/start.ts';
import { migrateToLatest } from './migrate.ts';
import type { Tables } from './tables/index.ts';

export interface StorageOptions {
  readonly dataDir: string;
  /** A PostgreSQL elsewhere; the embedded one where absent. */
  readonly databaseUrl: string | undefined;
  /** What is left to do after the migrations, before anything is served. */
  readonly complete: (db: Kysely<Tables>) => Promise<void>;
  readonly log: Logger;
  /** Called when the embedded PostgreSQL ends without having been asked to. */
  readonly onLost: (reason: string) => void;
}

export interface Storage extends Database {
  /** Where the embedded cluster lies, when that is not in the data folder. */
  readonly elsewhere: string | undefined;
}

const oldestMajor = 15;

/** Refuses a PostgreSQL that cannot be reached or lacks what the queries use, before a migration fails half understood. */
async function checkVersion(database: Database): Promise<void> {
  const { rows } = await database.pool
    .query<{ server_version_num: string }>('show server_version_num')
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StartError(`The database cannot be reached: ${reason}. Check --database-url.`, { cause: error });
    });
  const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (major >= oldestMajor) return;
  throw new StartError(`The database is PostgreSQL ${major}; Lockstep needs ${oldestMajor} or later.`);
}

/**
 * Reaches the configured PostgreSQL, or starts the embedded one, and brings its schema up to date. `close` ends the
 * connections first and the embedded server after.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { dataDir, databaseUrl, complete, log, onLost } = options;
  // a backend that is told to end a moment before its connection is closed complains, and nobody needs to hear it
  let closing = false;
  const embedded =
    databaseUrl === undefined
      ? await startEmbeddedPostgres({
          dataDir,
          log: (line) => (!closing && /\b(?:FATAL|PANIC):/.test(line) ? log.error(line) : log.info(line)),
          onExit: onLost,
        })
      : undefined;
  const database = openDatabase({
    connection: embedded?.connection ?? { connectionString: databaseUrl },
    onError: (error) => {
      if (!closing) log.warn({ err: error }, 'an idle database connection broke');
    },
  });
  const close = async (): Promise<void> => {
    closing = true;
    await database.close();
    await embedded?.stop();
  };
  try {
    await checkVersion(database);
    await migrateToLatest(database.db);
    await complete(database.db);
  } catch (error) {
    await close();
    throw error;
  }
  const elsewhere = embedded?.folder === join(dataDir, 'postgres') ? undefined : embedded?.folder;
  return { ...database, close, elsewhere };
}
