import { access, constants, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { DataFolderInUseError } from './errors.ts';

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
 * @throws DataFolderInUseError after one second
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await access(folder, constants.W_OK);
  const holderFile = join(folder, 'lock.pid');
  const database = await acquire(folder, holderFile);
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

async function acquire(folder: string, holderFile: string): Promise<DatabaseSync> {
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      database.exec('BEGIN EXCLUSIVE');
      return database;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) {
        database.close();
        throw isBusy(error) ? new DataFolderInUseError(folder, await readHolder(holderFile)) : error;
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
