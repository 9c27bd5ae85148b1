import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isServerOf } from './running-process.ts';
import {
  isAlive,
  isRoot,
  makeDataDir,
  makeScratch,
  postmasterPid,
  query,
  spawnServer,
  startHere,
  waitFor,
  waitForEnd,
} from './scratch.testing.ts';

/** A server in a process of its own that has committed one row. */
async function serverWithRow(dataDir: string): Promise<{ server: ReturnType<typeof spawnServer>; pid: number }> {
  const server = spawnServer(dataDir);
  const { connection } = await server.report('started');
  await query(connection, 'create table kept as select 42 as answer');
  const pid = await postmasterPid(join(dataDir, 'postgres'));
  return { server, pid };
}

const row = [{ answer: 42 }];

/** Starts again in this process, and reads the row. */
async function rowAfterStart(dataDir: string): Promise<unknown> {
  const { connection } = await startHere({ dataDir });
  return query(connection, 'select answer from kept');
}

/** A process that has nothing to do with PostgreSQL, run by the user that PostgreSQL runs as. */
async function spawnBystander(folder: string): Promise<number> {
  const { uid, gid } = await stat(join(folder, 'cluster'));
  const bystander = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot ? { uid, gid } : {}) });
  await once(bystander, 'spawn');
  onTestFinished(() => void bystander.kill('SIGKILL'));
  return bystander.pid ?? 0;
}

async function replacePid(file: string, pid: number): Promise<void> {
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, [String(pid), ...rest].join('\n'));
}

test('a PostgreSQL left running by a killed server is stopped, and a new one started', async () => {
  const dataDir = await makeDataDir();
  const { server, pid } = await serverWithRow(dataDir);
  await server.kill();
  expect(await isServerOf(join(dataDir, 'postgres', 'cluster'), pid)).toBe(true);
  expect(await rowAfterStart(dataDir)).toEqual(row);
  expect(isAlive(pid) && (await isServerOf(join(dataDir, 'postgres', 'cluster'), pid))).toBe(false);
  expect(await postmasterPid(join(dataDir, 'postgres'))).not.toBe(pid);
});

test('an orphan with a busy session is stopped too', async () => {
  const dataDir = await makeDataDir();
  const { server } = await serverWithRow(dataDir);
  const { connection } = await server.report('started');
  const busy = query(connection, 'select count(*) from generate_series(1, 10000000000)').catch(String);
  await server.kill();
  expect(await rowAfterStart(dataDir)).toEqual(row);
  expect(await busy).toMatch(/terminat/);
});

test('server and PostgreSQL both killed: what was committed is there', async () => {
  const dataDir = await makeDataDir();
  const { server, pid } = await serverWithRow(dataDir);
  await server.kill();
  process.kill(pid, 'SIGKILL');
  expect(await rowAfterStart(dataDir)).toEqual(row);
});

test('PostgreSQL killed with a busy session: the start waits until the session is gone', async () => {
  const dataDir = await makeDataDir();
  const { server, pid } = await serverWithRow(dataDir);
  const { connection } = await server.report('started');
  // A session in the middle of computing does not notice the end of the main process; here for about a second.
  const computation = 'select count(*) from generate_series(1, 5000000)';
  const busy = query(connection, computation).catch(() => undefined);
  await waitFor('the busy session', async () => {
    const rows = await query(connection, `select from pg_stat_activity where query = '${computation}'`);
    return rows.length === 1 ? true : undefined;
  });
  await server.kill();
  process.kill(pid, 'SIGKILL');
  expect(await rowAfterStart(dataDir)).toEqual(row);
  await busy;
});

test('a process that was given the process id of the old PostgreSQL is left alone', async () => {
  const dataDir = await makeDataDir();
  const folder = join(dataDir, 'postgres');
  const { server, pid } = await serverWithRow(dataDir);
  await server.kill();
  process.kill(pid, 'SIGKILL');
  await waitForEnd(pid);
  const bystander = await spawnBystander(folder);
  await replacePid(join(folder, 'cluster', 'postmaster.pid'), bystander);
  await replacePid(join(folder, 'socket', '.s.PGSQL.5432.lock'), bystander);
  expect(await rowAfterStart(dataDir)).toEqual(row);
  expect(isAlive(bystander)).toBe(true);
});

test('a pid file that was cut short by a full disk or a power failure does not matter', async () => {
  const dataDir = await makeDataDir();
  await (await startHere({ dataDir })).stop();
  await writeFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), '');
  const { connection } = await startHere({ dataDir });
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a PostgreSQL on another cluster is left alone, even when our pid file names it', async () => {
  const [ours, theirs] = [await makeDataDir(), await makeDataDir()];
  const { server, pid } = await serverWithRow(ours);
  server.tell('stop');
  await waitForEnd(pid);
  const other = await startHere({ dataDir: theirs });
  const otherPid = await postmasterPid(join(theirs, 'postgres'));
  const otherFile = await readFile(join(theirs, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  await server.report('stopped');
  const forged = join(ours, 'postgres', 'cluster', 'postmaster.pid');
  await writeFile(forged, otherFile.replaceAll(theirs, ours));
  const { uid, gid } = await stat(join(ours, 'postgres', 'cluster'));
  await chown(forged, uid, gid);
  expect(await rowAfterStart(ours)).toEqual(row);
  expect(await postmasterPid(join(theirs, 'postgres'))).toBe(otherPid);
  expect(await query(other.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('killed while initdb works: the next start begins again and leaves nothing behind', async () => {
  const dataDir = await makeScratch();
  const server = spawnServer(dataDir);
  await waitFor('initdb to be in the middle', async () => {
    const temporary = (await readdir(dataDir)).find((name) => name.startsWith('postgres.new-'));
    const begun = temporary !== undefined && existsSync(join(dataDir, temporary, 'cluster', 'PG_VERSION'));
    return begun ? true : undefined;
  });
  await server.kill();
  expect(await readdir(dataDir)).not.toContain('postgres');
  const second = await startHere({ dataDir });
  expect(await query(second.connection, 'select count(*)::int > 2 as whole from pg_database')).toEqual([
    { whole: true },
  ]);
  await second.stop();
  await startHere({ dataDir });
  expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.new-'))).toEqual([]);
});

test.each(['throw', 'exit'] as const)('PostgreSQL ends when the server ends by %s', async (command) => {
  const dataDir = await makeDataDir();
  const { server, pid } = await serverWithRow(dataDir);
  server.tell(command);
  await waitForEnd(pid);
  expect(await readdir(join(dataDir, 'postgres', 'cluster'))).not.toContain('postmaster.pid');
});

test('a Ctrl-C in the terminal reaches the server only, which then stops PostgreSQL in order', async () => {
  const dataDir = await makeDataDir();
  const { server, pid } = await serverWithRow(dataDir);
  const session = async (of: number): Promise<string | undefined> =>
    (await readFile(`/proc/${of}/stat`, 'utf8')).split(') ')[1]?.split(' ')[3];
  expect(await session(pid)).not.toBe(await session(server.child.pid ?? 0));
  server.tell('stop');
  await server.report('stopped');
  expect(server.reports.some((report) => report.event === 'exit')).toBe(false);
});

test('a socket left in the way by a killed server does not matter', async () => {
  const dataDir = await makeDataDir();
  await (await startHere({ dataDir })).stop();
  const socket = join(dataDir, 'postgres', 'socket');
  await rm(socket, { recursive: true, force: true });
  await mkdir(socket, { mode: 0o700 });
  await writeFile(join(socket, '.s.PGSQL.5432'), '');
  await writeFile(join(socket, '.s.PGSQL.5432.lock'), `${process.pid}\n`);
  const { connection } = await startHere({ dataDir });
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});
