import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { canEnter, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { except, exists } from './file-errors.ts';

/**
 * Where PostgreSQL's things lie when the server runs as root and PostgreSQL's user cannot enter the data folder or the
 * folder of the programs (say, below /root). Capabilities that let it enter all the same would need a tool that not
 * every machine has, and would let PostgreSQL read every file of the machine.
 */
export const sharedFolder = '/var/lib/lockstep-postgres';

/** File in the data folder that says where the instance lies, if it does not lie in the data folder. */
export const pointerName = 'postgres.location';

/** Where an instance lies. */
export interface Place {
  readonly folder: string;
  /** To be written once the cluster is there: the pointer in the data folder. */
  readonly pointer?: string;
}

/**
 * Decides where the instance of a data folder lies: where it lies already, else in the data folder, else in the
 * shared folder.
 */
export async function choosePlace(dataDir: string, account: Account | undefined): Promise<Place> {
  const pointer = join(dataDir, pointerName);
  const pointed = await readPointer(pointer);
  if (pointed !== undefined) {
    return { folder: pointed };
  }
  const inside = { folder: join(dataDir, 'postgres') };
  if (account === undefined || (await exists(inside.folder))) {
    return inside;
  }
  await letGroupPass(dataDir, account);
  if (await canEnter(account, dataDir)) {
    return inside;
  }
  await makeSharedFolder(account);
  // Not a hash of the path: a data folder that was deleted and made anew must not bring the old data back.
  return { folder: join(sharedFolder, `${basename(dataDir)}-${randomBytes(6).toString('hex')}`), pointer };
}

/**
 * Makes sure that the account still reaches the cluster: somebody may have closed a folder since it was made.
 *
 * @throws EmbeddedPostgresError `not-permitted`
 */
export async function ensureEntry(dataDir: string, { folder }: Place, account: Account | undefined): Promise<void> {
  if (account === undefined) {
    return;
  }
  await letGroupPass(dataDir, account);
  if (!(await canEnter(account, folder))) {
    throw new EmbeddedPostgresError(
      'not-permitted',
      `User ${account.uid}, to whom the database in ${folder} belongs and as whom PostgreSQL runs, cannot enter that ` +
        'folder any more. Let others pass through the folders above it (chmod o+x), or move the data folder.',
    );
  }
}

/** Programs that the account can reach: those given, or a copy of them, made once per version. */
export async function reachableBinaries(binaries: Binaries, account: Account | undefined): Promise<Binaries> {
  if (account === undefined || (await canEnter(account, binaries.folder))) {
    return binaries;
  }
  await makeSharedFolder(account);
  const folder = join(sharedFolder, `programs-${binaries.version}-${process.arch}`);
  if (!(await exists(folder))) {
    const temporary = `${folder}.new-${randomBytes(6).toString('hex')}`;
    try {
      await cp(binaries.folder, temporary, { recursive: true, verbatimSymlinks: true });
      await chmod(temporary, 0o755);
      await rename(temporary, folder);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      // Another server may have been quicker.
      if (!(await exists(folder))) {
        throw error;
      }
    }
  }
  return { ...binaries, folder };
}

async function readPointer(pointer: string): Promise<string | undefined> {
  const text = await readFile(pointer, 'utf8').catch(except('ENOENT'));
  const folder = text?.trim();
  if (folder !== undefined && !(await exists(folder))) {
    throw new EmbeddedPostgresError(
      'damaged',
      `${pointer} says that the database lies in ${folder}, which is not there. Bring that folder back; ` +
        `or, to begin with an empty database, delete ${pointer}.`,
    );
  }
  return folder;
}

/** Writes the pointer of a place outside the data folder. */
export async function writePointer({ folder, pointer }: Place): Promise<void> {
  if (pointer !== undefined) {
    await writeFile(pointer, `${folder}\n`, { flush: true });
  }
}

/** A data folder closed to all but root is opened so far that the group of PostgreSQL's user may pass, not look. */
async function letGroupPass(dataDir: string, account: Account): Promise<void> {
  const { mode, uid } = await stat(dataDir);
  if (uid === 0 && (mode & 0o077) === 0) {
    await chown(dataDir, uid, account.gid);
    await chmod(dataDir, (mode & 0o700) | 0o010);
  }
}

async function makeSharedFolder(account: Account): Promise<void> {
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
  if (!(await canEnter(account, sharedFolder))) {
    throw new EmbeddedPostgresError(
      'not-permitted',
      `User ${account.uid}, as which PostgreSQL runs, can enter neither the data folder nor ${dirname(sharedFolder)}. ` +
        'Choose a data folder that other users can pass through, or start the server as a user other than root.',
    );
  }
}
