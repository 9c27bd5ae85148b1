import type { ChildProcess } from 'node:child_process';
import { program } from './binaries.ts';
import { EmbeddedPostgresError, fromOutput } from './errors.ts';
import { clusterFolder, type Instance } from './instance.ts';
import { spawnProgram } from './program-run.ts';
import { fixedSettings, type Listen } from './settings.ts';
import { askToStop, stopProcess } from './stop-process.ts';

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
  let onLine = (_line: string): void => undefined;
  const child = spawnProgram({
    file: program(instance.binaries.folder, 'postgres'),
    args: ['-D', clusterFolder(instance.place.folder), ...fixedSettings(listen).flatMap((setting) => ['-c', setting])],
    account: instance.account,
    cwd: instance.place.folder,
    onLine(line) {
      log(line);
      output.push(line);
      output.splice(0, output.length - keptLines);
      onLine(line);
    },
  });
  const stopWithUs = (): void => askToStop(child, 'fast');
  process.once('exit', stopWithUs);
  const ended = endOf(child).finally(() => process.off('exit', stopWithUs));
  await ready(ended, output, (listener) => (onLine = listener)).catch(async (error: unknown) => {
    await stopProcess(child, ended);
    throw error;
  });
  let stopping = false;
  void ended.then((how) => {
    if (!stopping) {
      onExit([`PostgreSQL ended unexpectedly (${how})`, ...output.slice(-5)].join('\n'));
    }
  });
  return {
    async stop() {
      stopping = true;
      await stopProcess(child, ended);
    },
  };
}

async function ready(
  ended: Promise<string>,
  output: readonly string[],
  listen: (listener: (line: string) => void) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const hangs = (): void => {
    reject(new EmbeddedPostgresError('start-failed', `PostgreSQL did not start:\n${output.join('\n')}`));
  };
  const timer = setTimeout(hangs, longestSilence);
  listen((line) => {
    timer.refresh();
    if (line.includes(readyLine)) {
      resolve();
    }
  });
  void ended.then((how) => reject(fromOutput(`PostgreSQL did not start (${how})`, output)));
  await promise.finally(() => clearTimeout(timer));
}

/** Resolves when the process has ended and said all, with how it ended; never rejects. */
function endOf(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  child.once('error', (error) => resolve(error.message));
  // Not 'close': where the main process was killed, its children keep the pipe open for a while.
  child.once('exit', (code, signal) => {
    setImmediate(() => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  return promise;
}
