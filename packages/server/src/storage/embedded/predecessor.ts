import { readFile, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { program } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { except } from './file-errors.ts';
import { clusterFolder, type Instance } from './instance.ts';
import { isServerOf } from './running-process.ts';
import { isTemporarySocketFolder, socketFileNames } from './socket-folder.ts';
import { stopFirmly } from './stop-process.ts';

/**
 * Clears away what a server that was killed left on the cluster. The caller holds the lock of the folder, so a
 * PostgreSQL that still runs there has lost its server. It is stopped rather than adopted: its log goes nowhere, and
 * we could not see it end. A process that is not PostgreSQL on this very cluster is left alone.
 */
export async function clearPredecessor(instance: Instance, log: (line: string) => void): Promise<void> {
  const cluster = clusterFolder(instance.place.folder);
  const pidFile = join(cluster, 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8').catch(except('ENOENT')))?.split('\n') ?? [];
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (pid > 0 && (await isServerOf(cluster, pid))) {
    log(`PostgreSQL (process ${pid}) was left running by a server that was killed; stopping it`);
    await stopOrphan(instance, cluster, pid);
  }
  // Where the process was killed the file remains, and PostgreSQL would refuse to start if it is empty, or as long as
  // any process has that id, be it a dead one not yet waited for. That no session of the old one is alive, PostgreSQL
  // makes sure by its shared memory as well.
  await rm(pidFile, { force: true });
  await removeTemporarySocket(lines[4] ?? '');
}

async function stopOrphan(instance: Instance, cluster: string, pid: number): Promise<void> {
  const ended = await stopFirmly({
    pid,
    controlProgram: program(instance.binaries.folder, 'pg_ctl'),
    hasEnded: async () => !(await isServerOf(cluster, pid)),
  });
  if (!ended) {
    throw new EmbeddedPostgresError(
      'data-folder-in-use',
      `PostgreSQL (process ${pid}) still runs on ${cluster} and cannot be stopped. End it, then start again.`,
    );
  }
}

/** Removes a socket folder of ours from the folder for temporary files, and only what we know to lie in it. */
async function removeTemporarySocket(folder: string): Promise<void> {
  if (!isTemporarySocketFolder(basename(folder))) {
    return;
  }
  for (const name of socketFileNames) {
    await rm(join(folder, name), { force: true });
  }
  await rmdir(folder).catch(() => undefined);
}
