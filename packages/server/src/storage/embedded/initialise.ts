import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';
import { program } from './binaries.ts';
import { EmbeddedPostgresError, fromOutput, fromSpawn } from './errors.ts';
import { clusterFolder, passwordFile, userName, type Instance } from './instance.ts';
import { spawnProgram } from './program-run.ts';
import { availableMemory, initialSettings } from './settings.ts';

const temporarySuffix = '.new-';

/**
 * Makes a new cluster with a generated password. All of it is made in a sibling of the final folder and renamed at the
 * end, so that a half-made cluster never stands in its place.
 */
export async function initialise(instance: Instance, log: (line: string) => void): Promise<void> {
  const { account } = instance;
  const { folder } = instance.place;
  const parent = dirname(folder);
  const temporary = `${folder}${temporarySuffix}${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(temporary);
    // The group and the others may pass through to what they own, and see nothing.
    await chmod(temporary, account === undefined ? 0o700 : 0o711);
    await mkdir(clusterFolder(temporary), { mode: 0o700 });
    await writeFile(passwordFile(temporary), `${randomBytes(24).toString('base64url')}\n`, {
      mode: 0o600,
      flush: true,
    });
    await giveTo(account, clusterFolder(temporary));
    await giveTo(account, passwordFile(temporary));
    await runInitdb(instance, temporary, log);
    await rename(temporary, folder);
    await syncFolder(parent);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** Removes what attempts to make a cluster left that were killed on the way. */
export async function removeLeftovers(folder: string): Promise<void> {
  const parent = dirname(folder);
  const prefix = `${basename(folder)}${temporarySuffix}`;
  for (const name of (await readdir(parent)).filter((name) => name.startsWith(prefix))) {
    // An initdb that outlived its server may still be adding files; what it leaves is removed the next time.
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account === undefined) {
    return;
  }
  await chown(path, account.uid, account.gid).catch((error: unknown) => {
    throw new EmbeddedPostgresError(
      'not-permitted',
      `Cannot give ${path} to user ${account.uid}, as which PostgreSQL is to run. Some containers and network file ` +
        'systems do not allow that: start the server as a user other than root there.',
      { cause: error },
    );
  });
}

async function runInitdb(instance: Instance, folder: string, log: (line: string) => void): Promise<void> {
  const output: string[] = [];
  const child = spawnProgram({
    file: program(instance.binaries.folder, 'initdb'),
    args: [
      `--pgdata=${clusterFolder(folder)}`,
      `--username=${userName}`,
      `--pwfile=${passwordFile(folder)}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...initialSettings(availableMemory()).map((setting) => `--set=${setting}`),
    ],
    account: instance.account,
    cwd: folder,
    onLine: (line) => output.push(line),
  });
  log(`PostgreSQL ${instance.binaries.version}: making a new cluster for ${instance.place.folder}`);
  const [code] = (await once(child, 'close').catch((error: Error) => {
    throw fromSpawn(error);
  })) as [number | null];
  if (code !== 0) {
    throw fromOutput(`initdb could not make the cluster in ${instance.place.folder}`, output.slice(-5));
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
