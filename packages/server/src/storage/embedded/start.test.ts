import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  isRoot,
  makeDataDir,
  makeScratch,
  postmasterPid,
  query,
  runCommand,
  startHere,
  waitFor,
} from './scratch.testing.ts';
import { startEmbeddedPostgres } from './start.ts';

test('makes a cluster once and keeps its data and its password', async () => {
  const dataDir = join(await makeScratch(), 'not', 'yet', 'there');
  const first = await startEmbeddedPostgres({ dataDir });
  await query(first.connection, 'create table kept as select 42 as answer');
  await first.stop();
  const second = await startHere({ dataDir });
  expect(await query(second.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
  expect(second.connection).toEqual(first.connection);
});

test('is durable, small, UTF-8 and sorts alike on every platform', async () => {
  const { connection } = await startHere({ dataDir: await makeDataDir() });
  const settings = await query(
    connection,
    `select name, setting from pg_settings where name in
     ('fsync', 'synchronous_commit', 'full_page_writes', 'jit', 'server_encoding', 'listen_addresses', 'TimeZone')`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    jit: 'off',
    server_encoding: 'UTF8',
    listen_addresses: '',
    TimeZone: 'UTC',
  });
  expect(await query(connection, 'select datlocprovider, datlocale from pg_database where datallowconn')).toEqual(
    Array.from({ length: 2 }, () => ({ datlocprovider: 'b', datlocale: 'C.UTF-8' })),
  );
  expect(await query(connection, "select lower('ÀÉ') as low, upper('ß') as up, 'Z' < 'a' as by_code_point")).toEqual([
    { low: 'àé', up: 'ß', by_code_point: true },
  ]);
});

test('has no network socket', async () => {
  const dataDir = await makeDataDir();
  await startHere({ dataDir });
  const pid = await postmasterPid(join(dataDir, 'postgres'));
  const { stdout } = await runCommand('sh', [
    '-c',
    `ls -l /proc/${pid}/fd | sed -n 's/.*socket:\\[\\([0-9]*\\)\\]/\\1/p'`,
  ]);
  const inodes = stdout.split('\n').filter((line) => line !== '');
  const network = (await runCommand('cat', [`/proc/${pid}/net/tcp`, `/proc/${pid}/net/tcp6`])).stdout;
  const listening = network.split('\n').map((line) => line.trim().split(/\s+/)[9]);
  expect(inodes.length).toBeGreaterThan(0);
  expect(inodes.filter((inode) => listening.includes(inode))).toEqual([]);
});

test('lets nobody in without the password, nor near the files', async () => {
  const dataDir = await makeDataDir();
  const { connection } = await startHere({ dataDir });
  await expect(query({ ...connection, password: 'wrong' }, 'select 1')).rejects.toThrow(
    /password authentication failed/,
  );
  await expect(query({ ...connection, password: '' }, 'select 1')).rejects.toThrow(/password/);
  const [row] = await query(connection, 'select rolpassword from pg_authid where rolname = current_user');
  expect(row).toEqual({ rolpassword: expect.stringMatching(/^SCRAM-SHA-256\$/) as unknown });
  const mode = async (path: string): Promise<string> => ((await stat(join(dataDir, path))).mode & 0o777).toString(8);
  expect(await mode('postgres/password')).toBe('600');
  expect(await mode('postgres/cluster')).toBe('700');
  expect(await mode('postgres/socket')).toBe('700');
});

test('runs as root never, as ourselves otherwise', async () => {
  const dataDir = await makeDataDir();
  await startHere({ dataDir });
  const { uid } = await stat(`/proc/${await postmasterPid(join(dataDir, 'postgres'))}`);
  expect(uid === process.getuid?.()).toBe(!isRoot);
});

test('logs what PostgreSQL says, but neither passwords nor what stands in failed statements', async () => {
  const lines: string[] = [];
  const { connection } = await startHere({ dataDir: await makeDataDir(), log: (line) => lines.push(line) });
  await query(connection, 'create table people (name text primary key check (length(name) < 20))');
  await query(connection, "insert into people values ('alice-private')");
  await expect(query(connection, "insert into people values ('alice-private')")).rejects.toThrow(/duplicate key/);
  await expect(query(connection, "insert into people values ('bob-private-and-much-too-long')")).rejects.toThrow(
    /check/,
  );
  await expect(query(connection, "alter role nobody_there password 'secret-word'")).rejects.toThrow(/does not exist/);
  await expect(query(connection, `select '${connection.password}'::int`)).rejects.toThrow(/invalid input syntax/);
  const log = await waitFor('the last error in the log', () => {
    const text = lines.join('\n');
    return text.includes('invalid input syntax') ? text : undefined;
  });
  expect(log).toContain('ready to accept connections');
  expect(log).toContain('duplicate key value');
  expect(log).toContain('invalid input syntax for type integer: "[password]"');
  expect(log).not.toMatch(/private|secret-word/);
  expect(log).not.toContain(connection.password);
});

test('stops with a checkpoint, disconnecting who is still there, and may be asked twice', async () => {
  const dataDir = await makeDataDir();
  const lines: string[] = [];
  const exits: string[] = [];
  const postgres = await startHere({
    dataDir,
    log: (line) => lines.push(line),
    onExit: (reason) => exits.push(reason),
  });
  const sleeper = query(postgres.connection, 'select pg_sleep(60)').catch(String);
  await waitFor('the sleeper', async () => {
    const [row] = await query(
      postgres.connection,
      "select count(*)::int as n from pg_stat_activity where wait_event = 'PgSleep'",
    );
    return row?.['n'] === 1 ? true : undefined;
  });
  const pid = await postmasterPid(join(dataDir, 'postgres'));
  await Promise.all([postgres.stop(), postgres.stop()]);
  expect(await sleeper).toMatch(/terminat/);
  await expect(stat(`/proc/${pid}`)).rejects.toThrow(/ENOENT/);
  expect(exits).toEqual([]);
  await startHere({ dataDir, log: (line) => lines.push(line) });
  expect(lines.filter((line) => /was shut down at|was interrupted|recovery/.test(line))).toEqual([
    expect.stringContaining('database system was shut down at'),
    expect.stringContaining('database system was shut down at'),
  ]);
});

test('tells when PostgreSQL ends unasked', async () => {
  const dataDir = await makeDataDir();
  const { promise, resolve } = Promise.withResolvers<string>();
  const postgres = await startHere({ dataDir, onExit: resolve });
  process.kill(await postmasterPid(join(dataDir, 'postgres')), 'SIGKILL');
  expect(await promise).toContain('PostgreSQL ended unexpectedly: was ended by SIGKILL');
  await postgres.stop();
  const again = await startHere({ dataDir });
  expect(await query(again.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});
