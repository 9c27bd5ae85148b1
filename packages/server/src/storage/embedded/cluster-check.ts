import { lchown, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { hasCode } from './file-errors.ts';
import { clusterFolder, passwordFile } from './instance.ts';

/**
 * Makes sure that the folder holds a cluster that these programs can run on, and says which user to run them as: the
 * owner of the cluster. As root, a cluster that belongs to root (restored from a backup, say) is first given to
 * `account`.
 *
 * @throws EmbeddedPostgresError `damaged`, `wrong-version`; `not-permitted` where the cluster belongs to somebody else
 *   and we are not root
 */
export async function checkCluster(
  folder: string,
  binaries: Binaries,
  account: Account | undefined,
): Promise<Account | undefined> {
  const owner = await ownerOf(folder);
  await checkVersion(folder, binaries);
  await present(folder, passwordFile(folder), (path) => stat(path));
  if (account === undefined || owner.uid !== 0) {
    return account === undefined ? undefined : owner;
  }
  await give(folder, account);
  return account;
}

async function ownerOf(folder: string): Promise<Account> {
  const { uid, gid } = await present(folder, clusterFolder(folder), (path) => stat(path));
  const us = process.getuid?.();
  if (us !== undefined && us !== 0 && us !== uid) {
    throw new EmbeddedPostgresError(
      'not-permitted',
      `The cluster in ${folder} belongs to user ${uid}, but the server runs as user ${us}. ` +
        `Start it as that user, or run as root: chown -R ${us} ${folder}`,
    );
  }
  return { uid, gid };
}

async function checkVersion(folder: string, { major }: Binaries): Promise<void> {
  const file = join(clusterFolder(folder), 'PG_VERSION');
  const version = (await present(folder, file, (path) => readFile(path, 'utf8'))).trim();
  if (version !== String(major)) {
    throw new EmbeddedPostgresError(
      'wrong-version',
      `The cluster in ${folder} was made by PostgreSQL ${version}; this is PostgreSQL ${major}. ` +
        `Start the version of Lockstep that made it, or move the data over: see docs/operations.md, "Upgrade".`,
    );
  }
}

async function give(folder: string, account: Account): Promise<void> {
  const cluster = clusterFolder(folder);
  const names = await readdir(cluster, { recursive: true });
  for (const path of [passwordFile(folder), cluster, ...names.map((name) => join(cluster, name))]) {
    await lchown(path, account.uid, account.gid);
  }
}

/** Reads something without which the folder is no cluster of ours. */
async function present<T>(folder: string, path: string, read: (path: string) => Promise<T>): Promise<T> {
  return read(path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) {
      throw error;
    }
    throw new EmbeddedPostgresError(
      'damaged',
      `${folder} is no whole database: ${path} is missing. Restore the folder from a backup; ` +
        'or, to begin with an empty database, move it away.',
      { cause: error },
    );
  });
}
