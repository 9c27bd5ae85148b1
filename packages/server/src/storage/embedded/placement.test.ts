import { chmod, chown, cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { DataFolderInUseError } from './errors.ts';
import { installCopy } from './install-copy.testing.ts';
import { pointerName, reachableBinaries, sharedFolder } from './placement.ts';
import { isRoot, makeScratch, query, runCommand, spawnServer, startHere } from './scratch.testing.ts';
import { startEmbeddedPostgres } from './start.ts';

/** A data folder that lies in a folder which only its owner may enter, as /root is. */
async function closedDataDir(): Promise<string> {
  const closed = join(await makeScratch(), 'closed');
  await mkdir(closed, { mode: 0o700 });
  return join(closed, 'data');
}

test('a data folder of root that is closed to others is opened for passing through, not for looking', async () => {
  const dataDir = join(await makeScratch(), 'data');
  await mkdir(dataDir, { mode: 0o700 });
  const { connection } = await startHere({ dataDir });
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect((await stat(dataDir)).mode & 0o777).toBe(isRoot ? 0o710 : 0o700);
  expect(await readdir(dataDir)).toContain('postgres');
});

test('a data folder below a closed folder works, and says where the data lies', async () => {
  const dataDir = await closedDataDir();
  const lines: string[] = [];
  const first = await startHere({ dataDir, log: (line) => lines.push(line) });
  await query(first.connection, 'create table kept as select 42 as answer');
  const folder = isRoot ? (await readFile(join(dataDir, pointerName), 'utf8')).trim() : join(dataDir, 'postgres');
  expect(folder.startsWith(isRoot ? `${sharedFolder}/data-` : dataDir)).toBe(true);
  expect(lines.at(-1)).toMatch(new RegExp(`runs on ${folder}/cluster`));
  await first.stop();
  const second = await startHere({ dataDir });
  expect(await query(second.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
  expect((await stat(join(dataDir, '..'))).mode & 0o777).toBe(0o700);
});

test.runIf(isRoot)('a folder closed after the cluster was made is an error, not an empty database', async () => {
  const above = join(await makeScratch(), 'above');
  const dataDir = join(above, 'data');
  const first = await startHere({ dataDir });
  await query(first.connection, 'create table kept as select 42 as answer');
  await first.stop();
  await chmod(above, 0o700);
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
    code: 'not-permitted',
    message: expect.stringContaining('chmod o+x') as unknown,
  });
  expect(await readdir(dataDir)).not.toContain(pointerName);
  await chmod(above, 0o755);
  await chmod(dataDir, 0o700);
  const second = await startHere({ dataDir });
  expect(await query(second.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('an orphan whose data lies elsewhere is stopped as well', async () => {
  const dataDir = await closedDataDir();
  const server = spawnServer(dataDir);
  const { connection } = await server.report('started');
  await query(connection, 'create table kept as select 42 as answer');
  await server.kill();
  const again = await startHere({ dataDir });
  expect(await query(again.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('a copy of a data folder cannot be started beside it on the same cluster', async () => {
  const dataDir = await closedDataDir();
  const postgres = await startHere({ dataDir });
  const copy = `${dataDir}-copy`;
  await mkdir(copy);
  // As non-root the whole cluster lies in the folder, and a copy of it is a cluster of its own.
  await cp(join(dataDir, isRoot ? pointerName : 'postgres'), join(copy, isRoot ? pointerName : 'postgres'), {
    recursive: true,
    filter: (source) => !source.includes('/socket'),
  });
  const outcome = await startEmbeddedPostgres({ dataDir: copy }).then(
    (second) => second.stop(),
    (error: unknown) => error,
  );
  expect(outcome).toEqual(
    isRoot ? new DataFolderInUseError(dirname(postgres.connection.host), process.pid) : undefined,
  );
  expect(await query(postgres.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  await postgres.stop();
});

test('a pointer to a folder that is gone is an error, not an empty database', async () => {
  const dataDir = await closedDataDir();
  await (await startHere({ dataDir })).stop();
  const folder = isRoot
    ? (await readFile(join(dataDir, pointerName), 'utf8')).trim()
    : join(dataDir, 'postgres', 'cluster');
  await rm(folder, { recursive: true });
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
    code: 'damaged',
    message: expect.stringContaining(folder) as unknown,
  });
});

test.runIf(isRoot)('programs in a closed folder are copied once to where they can be reached', async () => {
  const closed = join(await makeScratch(), 'closed');
  const binaries = await findBinaries();
  await cp(binaries.folder, closed, { recursive: true, verbatimSymlinks: true });
  await chmod(closed, 0o700);
  const account = { uid: 65_534, gid: 65_534 };
  const version = `test-${process.pid}`;
  const copied = await reachableBinaries({ ...binaries, folder: closed, version }, account);
  onTestFinished(() => rm(copied.folder, { recursive: true, force: true }));
  expect(copied.folder).toBe(join(sharedFolder, `programs-${version}-${process.arch}`));
  const [before, again] = [
    await stat(copied.folder),
    await reachableBinaries({ ...binaries, folder: closed, version }, account),
  ];
  expect(again).toEqual(copied);
  expect((await stat(copied.folder)).ino).toBe(before.ino);
  const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', join(copied.folder, 'bin', 'postgres'), '-V'];
  expect((await runCommand('setpriv', asNobody)).stdout).toContain(`(PostgreSQL) ${binaries.major}.`);
});

test('Lockstep installed in a closed folder, say below /root, works', async () => {
  const closed = join(await makeScratch(), 'closed');
  await mkdir(closed, { mode: 0o700 });
  const { sources } = await installCopy(closed);
  const { version } = await findBinaries();
  const copy = join(sharedFolder, `programs-${version}-${process.arch}`);
  const wasThere = existsSync(copy);
  onTestFinished(() => (wasThere ? undefined : rm(copy, { recursive: true, force: true })));
  const server = spawnServer(join(closed, 'data'), { sources });
  const { connection } = await server.report('started');
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(existsSync(copy)).toBe(isRoot || wasThere);
  server.tell('stop');
  await server.report('stopped');
});

test('a path too long for a socket gets its socket among the temporary files, also after kill -9', async () => {
  const dataDir = join(await makeScratch(), 'very-long-name-'.repeat(4), 'very-long-name-'.repeat(4), 'data');
  const server = spawnServer(dataDir);
  const { connection } = await server.report('started');
  expect(connection.host).toMatch(/\/lockstep-\w{6}$/);
  expect((await stat(connection.host)).mode & 0o777).toBe(0o700);
  await server.kill();
  const second = await startHere({ dataDir });
  expect(await query(second.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  await expect(stat(connection.host)).rejects.toThrow(/ENOENT/);
  await second.stop();
  await expect(stat(second.connection.host)).rejects.toThrow(/ENOENT/);
});

test('an ordinary user runs PostgreSQL as itself', async () => {
  const scratch = await makeScratch();
  const uid = isRoot ? 65_534 : (process.getuid?.() ?? 0);
  const home = join(scratch, 'home');
  await mkdir(home, { mode: 0o700 });
  await chown(home, uid, isRoot ? uid : -1);
  const server = spawnServer(join(home, 'data'), isRoot ? { uid } : {});
  const { connection } = await server.report('started');
  expect(connection.host).toBe(join(home, 'data', 'postgres', 'socket'));
  expect((await stat(connection.host)).uid).toBe(uid);
  expect((await stat(join(home, 'data'))).mode & 0o777).toBe(0o700);
  server.tell('stop');
  await server.report('stopped');
});
