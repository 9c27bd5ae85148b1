import { lchown, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { clusterFolder } from './instance.ts';

/**
 * Makes sure that the folder holds a cluster that these programs can run on.
 *
 * @throws EmbeddedPostgresError `damaged` or `wrong-version`
 */
export async function checkCluster(folder: string, binaries: Binaries): Promise<void> {
  const file = join(clusterFolder(folder), 'PG_VERSION');
  const version = (await readFile(file, 'utf8').catch(absentAsUndefined))?.trim();
  if (version === undefined) {
    throw new EmbeddedPostgresError(
      'damaged',
      `${folder} holds no PostgreSQL cluster (${file} is missing). Restore the folder from a backup; ` +
        'or, to begin with an empty database, move it away.',
    );
  }
  if (version !== String(binaries.major)) {
    throw new EmbeddedPostgresError(
      'wrong-version',
      `The cluster in ${folder} was made by PostgreSQL ${version}; this is PostgreSQL ${binaries.major}. ` +
        `Start the version of Lockstep that made it, or move the data over: see docs/operations.md, "Upgrade".`,
    );
  }
}

/**
 * The user to run as on an existing cluster: its owner. As root, a cluster that belongs to root (restored from a
 * backup, say) is given to the account first.
 *
 * @throws EmbeddedPostgresError `not-permitted` where the cluster belongs to somebody else and we are not root
 */
export async function accountOf(folder: string, account: Account | undefined): Promise<Account | undefined> {
  const { uid, gid } = await stat(clusterFolder(folder));
  const us = process.getuid?.();
  if (us === undefined || uid === us) {
    return account === undefined ? undefined : takeOver(folder, account);
  }
  if (us !== 0) {
    throw new EmbeddedPostgresError(
      'not-permitted',
      `The cluster in ${folder} belongs to user ${uid}, but the server runs as user ${us}. ` +
        `Start it as that user, or run as root: chown -R ${us} ${folder}`,
    );
  }
  return { uid, gid };
}

async function takeOver(folder: string, account: Account): Promise<Account> {
  const cluster = clusterFolder(folder);
  const names = await readdir(cluster, { recursive: true });
  for (const path of [join(folder, 'password'), cluster, ...names.map((name) => join(cluster, name))]) {
    await lchown(path, account.uid, account.gid);
  }
  return account;
}

function absentAsUndefined(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return undefined;
  }
  throw error;
}
