import { readFile, mkdir, realpath, stat } from 'node:fs/promises';
import { chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { fromFileSystemError } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { initialise } from './initialise.ts';
import { clusterFolder, databaseName, passwordFile, userName, type Instance } from './instance.ts';
import { choosePlace, reachableBinaries, writePointer } from './placement.ts';
import { startServerProcess } from './server-process.ts';
import { clientHost } from './settings.ts';
import { prepareListen, removeListen } from './socket-folder.ts';

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
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const lock = await lockFolder(dataDir);
  try {
    const account = await chooseAccount();
    const binaries = await reachableBinaries(await findBinaries(), account);
    const place = await choosePlace(dataDir, account);
    const running = await run({ binaries, account, place }, options);
    let stopped: Promise<void> | undefined;
    return {
      connection: running.connection,
      stop: () => (stopped ??= running.stop().finally(() => lock.release())),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function run(instance: Instance, options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => undefined, onExit = () => undefined } = options;
  const { folder } = instance.place;
  if (!(await isThere(folder))) {
    await initialise(instance, log);
    await writePointer(instance.place);
  }
  const password = (await readFile(passwordFile(folder), 'utf8')).trim();
  const listen = await prepareListen(instance);
  const server = await startServerProcess(instance, listen, {
    log: (line) => log(line.replaceAll(password, '[password]')),
    onExit,
  });
  log(`PostgreSQL runs on ${clusterFolder(folder)}`);
  return {
    connection: { host: clientHost(listen), port: listen.port, user: userName, password, database: databaseName },
    async stop() {
      await server.stop();
      await removeListen(listen);
    },
  };
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
