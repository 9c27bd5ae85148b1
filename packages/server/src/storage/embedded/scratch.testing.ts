import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client, type ClientConfig } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { clusterFolder } from './instance.ts';
import { pointerName } from './placement.ts';
import { isServerOf } from './running-process.ts';
import type { ServeReport } from './serve.testing.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './start.ts';

export const runCommand = promisify(execFile);

export const isRoot = process.getuid?.() === 0;

/**
 * A folder that everybody may pass through. At the end of the test, any PostgreSQL that runs in it is killed and the
 * folder is removed, both together with what was placed elsewhere for it.
 */
export async function makeScratch(): Promise<string> {
  const folder = await mkdtemp('/tmp/lockstep-embedded-');
  await chmod(folder, 0o755);
  onTestFinished(async () => {
    const placed = await Promise.all((await find(folder, pointerName)).map((pointer) => readFile(pointer, 'utf8')));
    for (const place of [folder, ...new Set(placed.map((text) => text.trim()))]) {
      await killServersIn(place);
      await rm(place, { recursive: true, force: true, maxRetries: 5 });
    }
  });
  return folder;
}

let template: Promise<string> | undefined;

/** A data folder with a fresh cluster in it: a copy of one that is made once per process, which is quicker than initdb. */
export async function makeDataDir(): Promise<string> {
  template ??= makeTemplate();
  const [source, dataDir] = [await template, await makeScratch()];
  await runCommand('cp', ['-a', join(source, 'postgres'), dataDir]);
  return dataDir;
}

async function makeTemplate(): Promise<string> {
  const dataDir = await mkdtemp(join(inject('templates'), 'cluster-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  await postgres.stop();
  return dataDir;
}

async function find(folder: string, name: string): Promise<string[]> {
  const { stdout } = await runCommand('find', [folder, '-name', name]);
  return stdout.split('\n').filter((line) => line !== '');
}

async function killServersIn(folder: string): Promise<void> {
  for (const pidFile of existsSync(folder) ? await find(folder, 'postmaster.pid') : []) {
    const pid = Number.parseInt(await readFile(pidFile, 'utf8'), 10);
    if (await isServerOf(dirname(pidFile), pid)) {
      process.kill(pid, 'SIGKILL');
      await waitForEnd(pid);
    }
  }
}

/** Starts in this process; stopped at the end of the test. */
export async function startHere(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(options);
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** Runs one statement on a connection of its own. */
export async function query(connection: ClientConfig, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client(connection);
  // The end of the server is also told as an event, beside the rejection of the query.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** A server in a process of its own. */
export interface ServerUnderTest {
  readonly child: ChildProcess;
  readonly reports: readonly ServeReport[];
  /** Waits for a report; fails when the process ends without it. */
  report<E extends ServeReport['event']>(event: E): Promise<Extract<ServeReport, { event: E }>>;
  tell(command: 'throw' | 'exit' | 'stop'): void;
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>;
}

/** How to run the server, if not plainly: a command before `node`, or another user. */
export interface Spawning {
  readonly wrapper?: readonly string[];
  readonly uid?: number;
  /** Folder with the sources, if not this one. */
  readonly sources?: string;
}

export function spawnServer(
  dataDir: string,
  { wrapper = [], uid, sources = import.meta.dirname }: Spawning = {},
): ServerUnderTest {
  const [file, ...args] = [...wrapper, process.execPath, join(sources, 'serve.testing.ts'), dataDir];
  const child = spawn(file, args, {
    stdio: 'pipe',
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const reports: ServeReport[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => reports.push(JSON.parse(line) as ServeReport));
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const closed = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  return {
    child,
    reports,
    async report(event) {
      return waitFor(`report "${event}"`, () => {
        const found = reports.find((report) => report.event === event);
        if (found === undefined && child.exitCode !== null && child.stdout.readableEnded) {
          throw new Error(`The server ended without "${event}": ${JSON.stringify(reports)}\n${complaints}`);
        }
        return found as never;
      });
    },
    tell: (command) => void child.stdin.write(`${command}\n`),
    async kill() {
      child.kill('SIGKILL');
      await waitFor('the end of the server', () => (child.signalCode === null ? undefined : true));
    },
  };
}

/** Process id of the main process of PostgreSQL. */
export async function postmasterPid(folder: string): Promise<number> {
  return Number.parseInt(await readFile(join(clusterFolder(folder), 'postmaster.pid'), 'utf8'), 10);
}

/** Waits until the process is gone or has only its exit status left. */
export async function waitForEnd(pid: number): Promise<void> {
  await waitFor(`the end of process ${pid}`, async () => {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    return !isAlive(pid) || / Z /.test(state) ? true : undefined;
  });
}

/** Whether any process has this id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Asks again until there is an answer, for a minute. */
export async function waitFor<T>(what: string, ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (performance.now() > deadline) {
      throw new Error(`Waited in vain for ${what}`);
    }
    await setTimeout(5);
  }
}
