import type { ChildProcess } from 'node:child_process';
import { program } from './binaries.ts';
import { EmbeddedPostgresError, fromOutput, fromSpawn } from './errors.ts';
import { clusterFolder, type Instance } from './instance.ts';
import { spawnProgram } from './program-run.ts';
import { fixedSettings, type Listen } from './settings.ts';
import { sendStop, stopFirmly } from './stop-process.ts';

/** A running `postgres`, our child. */
export interface ServerProcess {
  stop(): Promise<void>;
}

/** What to do with what PostgreSQL says, and when it ends. */
export interface ServerEvents {
  readonly log: (line: string) => void;
  /** Called when a started PostgreSQL ends without having been asked to. */
  readonly onExit: (reason: string) => void;
}

const readyLine = 'database system is ready to accept connections';
/** PostgreSQL reports on a long recovery every ten seconds; silence for this long, in milliseconds, means it hangs. */
const longestSilence = 60_000;
const keptLines = 20;
/** How long to wait for output after the end of the process, in milliseconds. */
const longestLastWords = 200;

/**
 * Starts `postgres` and waits until it accepts connections. A recovery after a crash may take as long as it needs.
 *
 * @throws EmbeddedPostgresError with PostgreSQL's last words
 */
export async function startServerProcess(
  instance: Instance,
  listen: Listen,
  { log, onExit }: ServerEvents,
): Promise<ServerProcess> {
  const output: string[] = [];
  const { promise: ready, resolve: becomeReady, reject: fail } = Promise.withResolvers<void>();
  const silence = setTimeout(() => fail(fromOutput('PostgreSQL hangs while starting', output)), longestSilence);
  const child = spawnProgram({
    file: program(instance.binaries.folder, 'postgres'),
    args: ['-D', clusterFolder(instance.place.folder), ...fixedSettings(listen).flatMap((setting) => ['-c', setting])],
    account: instance.account,
    cwd: instance.place.folder,
    onLine(line) {
      log(line);
      output.push(line);
      output.splice(0, output.length - keptLines);
      silence.refresh();
      if (line.includes(readyLine)) {
        becomeReady();
      }
    },
  });
  const server = watch(child, instance);
  void server.ended.then((how) =>
    fail(how instanceof Error ? fromSpawn(how) : fromOutput(`PostgreSQL ${how}`, output)),
  );
  try {
    await ready;
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    clearTimeout(silence);
  }
  void server.ended.then((how) => {
    if (!server.isStopping()) {
      onExit([`PostgreSQL ended unexpectedly: ${String(how)}`, ...output.slice(-5)].join('\n'));
    }
  });
  return { stop: () => server.stop() };
}

interface WatchedProcess extends ServerProcess {
  /** How it ended, or why it could not be spawned; never rejects. */
  readonly ended: Promise<string | Error>;
  isStopping(): boolean;
}

function watch(child: ChildProcess, instance: Instance): WatchedProcess {
  const { promise: ended, resolve } = Promise.withResolvers<string | Error>();
  let hasEnded = false;
  let stopping = false;
  const controlProgram = program(instance.binaries.folder, 'pg_ctl');
  // However our process ends, short of being killed, PostgreSQL is told to end too.
  const stopWithUs = (): void => {
    if (child.pid !== undefined) {
      sendStop({ pid: child.pid, controlProgram }, 'INT');
    }
  };
  process.once('exit', stopWithUs);
  const end = (how: string | Error): void => {
    hasEnded = true;
    process.off('exit', stopWithUs);
    // The last lines of output may come after the exit, but the end of the output may be long in coming: where the main
    // process was killed, its children hold the pipe open for a while.
    child.once('close', () => resolve(how));
    setTimeout(() => resolve(how), longestLastWords);
  };
  child.once('error', end);
  child.once('exit', (code, signal) => end(signal === null ? `exited with code ${code}` : `was ended by ${signal}`));
  return {
    ended,
    isStopping: () => stopping,
    async stop() {
      stopping = true;
      if (child.pid === undefined || (await stopFirmly({ pid: child.pid, controlProgram, hasEnded: () => hasEnded }))) {
        return;
      }
      throw new EmbeddedPostgresError('start-failed', `PostgreSQL (process ${child.pid}) cannot be stopped`);
    },
  };
}
