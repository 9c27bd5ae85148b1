import { access, constants, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { DataFolderInUseError, EmbeddedPostgresError } from './errors.ts';
import { except } from './file-errors.ts';

/** Sole use of a folder, until released or until our process ends, however it ends. */
export interface FolderLock {
  release(): Promise<void>;
}

/** How long a predecessor that is just shutting down is waited for, in milliseconds. */
const patience = 1000;
const interval = 50;
/** SQLite's result code "database is locked". */
const sqliteBusy = 5;

/**
 * Locks a folder. The lock is the kernel's, so it cannot outlive its process, needs no judgement about process ids
 * and holds between containers that share a volume. Node offers file locks only through its SQLite, so the lock is an
 * empty SQLite database on which an exclusive transaction stays open. POSIX drops such a lock when its process closes
 * any descriptor of the file: nothing else may open `lock`.
 *
 * @throws DataFolderInUseError after one second; EmbeddedPostgresError where the file system has no locks
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await access(folder, constants.W_OK);
  const lockFile = join(folder, 'lock');
  await access(lockFile, constants.W_OK).catch(except('ENOENT'));
  const holderFile = join(folder, 'lock.pid');
  const database = await acquire(lockFile, holderFile);
  try {
    await writeFile(holderFile, `${process.pid}\n`);
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    async release() {
      await rm(holderFile, { force: true });
      database.close();
    },
  };
}

async function acquire(lockFile: string, holderFile: string): Promise<DatabaseSync> {
  const database = new DatabaseSync(lockFile, { timeout: 0 });
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      // Without a journal in a file nothing is ever written, so that a full disk is no matter here.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      return database;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) {
        database.close();
        throw isBusy(error)
          ? new DataFolderInUseError(dirname(lockFile), await readHolder(holderFile))
          : unlockable(lockFile, error);
      }
    }
    await setTimeout(interval);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy;
}

async function readHolder(holderFile: string): Promise<number | undefined> {
  const pid = Number.parseInt(await readFile(holderFile, 'utf8').catch(() => ''), 10);
  return Number.isNaN(pid) ? undefined : pid;
}

function unlockable(lockFile: string, error: unknown): EmbeddedPostgresError {
  const reason = error instanceof Error ? error.message : String(error);
  return new EmbeddedPostgresError('start-failed', `Cannot lock ${lockFile} (${reason})`, { cause: error });
}
