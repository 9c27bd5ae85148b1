import { mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { checkCluster } from './cluster-check.ts';
import { EmbeddedPostgresError, fromFileSystemError } from './errors.ts';
import { except, exists } from './file-errors.ts';
import { lockFolder, type FolderLock } from './folder-lock.ts';
import { initialise, removeLeftovers } from './initialise.ts';
import { clusterFolder, databaseName, passwordFile, userName, type Instance } from './instance.ts';
import { choosePlace, ensureEntry, reachableBinaries, writePointer } from './placement.ts';
import { clearPredecessor } from './predecessor.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import { clientHost } from './settings.ts';
import { prepareListen, removeListen } from './socket-folder.ts';

/** How long the sessions of a killed PostgreSQL are waited for, in milliseconds. */
const longestLeave = 20_000;

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** For pg.Pool: on Unix `host` is the folder of the Unix socket. */
  readonly connection: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  /** Where the cluster lies: in the data folder, or elsewhere when PostgreSQL's user could not get there. */
  readonly folder: string;
  /** Fast, clean shutdown, bounded; waits for the process and gives the folder free. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Data folder of Lockstep, made if absent; PostgreSQL's cluster lies in `postgres/` below it. */
  readonly dataDir: string;
  readonly log?: (line: string) => void;
  /** Called when PostgreSQL ends without having been asked to. */
  readonly onExit?: (reason: string) => void;
}

/**
 * Starts PostgreSQL on the data folder, after making the cluster where there is none.
 *
 * @throws EmbeddedPostgresError whose code and message say what is in the way
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    throw fromFileSystemError(options.dataDir, error);
  }
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = await makeDataDir(options.dataDir);
  const locks = [await lockFolder(dataDir)];
  const release = async (): Promise<void> => {
    for (const lock of locks.splice(0).toReversed()) {
      await lock.release();
    }
  };
  try {
    const instance = await openInstance(dataDir, locks, options.log ?? (() => undefined));
    const running = await run(instance, options);
    let stopped: Promise<void> | undefined;
    return { ...running, stop: () => (stopped ??= running.stop().finally(release)) };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Only the last folder is private: PostgreSQL's user may have to pass through those above. */
async function makeDataDir(folder: string): Promise<string> {
  await mkdir(dirname(resolve(folder)), { recursive: true });
  await mkdir(folder, { mode: 0o700 }).catch(except('EEXIST'));
  return realpath(folder);
}

/** Finds the cluster of the data folder, or makes one, and checks that it can be run. */
async function openInstance(dataDir: string, locks: FolderLock[], log: (line: string) => void): Promise<Instance> {
  const found = await findBinaries();
  const chosen = await chooseAccount();
  const place = await choosePlace(dataDir, chosen);
  await removeLeftovers(place.folder);
  if (!(await exists(place.folder))) {
    await initialise({ binaries: await reachableBinaries(found, chosen), account: chosen, place }, log);
    await writePointer(place);
  }
  if (dirname(place.folder) !== dataDir) {
    // The data folder may have been copied, with the pointer in it: the place needs a lock of its own.
    locks.push(await lockFolder(place.folder));
  }
  const account = await checkCluster(place.folder, found, chosen);
  await ensureEntry(dataDir, place, account);
  return { binaries: await reachableBinaries(found, account), account, place };
}

async function run(instance: Instance, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => undefined, onExit = () => undefined } = options;
  const { folder } = instance.place;
  await clearPredecessor(instance, log);
  const password = (await readFile(passwordFile(folder), 'utf8')).trim();
  const listen = await prepareListen(instance);
  const events = { log: (line: string) => log(line.replaceAll(password, '[password]')), onExit };
  const server = await startPatiently(() => startServerProcess(instance, listen, events)).catch(
    async (error: unknown) => {
      await removeListen(listen);
      throw error;
    },
  );
  log(`PostgreSQL ${instance.binaries.version} runs on ${clusterFolder(folder)}`);
  return {
    folder,
    connection: { host: clientHost(listen), port: listen.port, user: userName, password, database: databaseName },
    async stop() {
      await server.stop();
      await removeListen(listen);
    },
  };
}

/** Sessions of a PostgreSQL whose main process was killed end by themselves, but perhaps not at once. */
async function startPatiently(start: () => Promise<ServerProcess>): Promise<ServerProcess> {
  const deadline = performance.now() + longestLeave;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const sessionsRemain = error instanceof EmbeddedPostgresError && error.code === 'data-folder-in-use';
      if (!sessionsRemain || performance.now() > deadline) {
        throw error;
      }
    }
    await setTimeout(100);
  }
}
