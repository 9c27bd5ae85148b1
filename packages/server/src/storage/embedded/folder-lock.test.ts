import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DataFolderInUseError } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { makeDataDir, makeScratch, query, spawnServer, startHere } from './scratch.testing.ts';
import { startEmbeddedPostgres } from './start.ts';

test('a second server on the folder fails and names the first', async () => {
  const dataDir = await makeDataDir();
  const first = spawnServer(dataDir);
  const { connection } = await first.report('started');
  const error = await startEmbeddedPostgres({ dataDir }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DataFolderInUseError);
  expect(error).toMatchObject({ code: 'data-folder-in-use', pid: first.child.pid });
  expect(String(error)).toContain(`in use by process ${first.child.pid}. Stop that process first`);
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('two servers started at the same moment: one gets the folder', async () => {
  const dataDir = await makeScratch();
  const servers = [spawnServer(dataDir), spawnServer(dataDir)];
  const outcomes = await Promise.all(
    servers.map((server) => Promise.any([server.report('started'), server.report('failed')])),
  );
  expect(outcomes.map(({ event }) => event).sort()).toEqual(['failed', 'started']);
  expect(outcomes.find(({ event }) => event === 'failed')).toMatchObject({ code: 'data-folder-in-use' });
});

test('a second server in the same process fails as well, and leaves the lock of the first whole', async () => {
  const dataDir = await makeDataDir();
  await startHere({ dataDir });
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ pid: process.pid });
  const other = spawnServer(dataDir);
  expect(await other.report('failed')).toMatchObject({ code: 'data-folder-in-use' });
});

test('the lock of a killed server is gone, whatever process has its id now', async () => {
  const dataDir = await makeDataDir();
  const first = spawnServer(dataDir);
  await first.report('started');
  await first.kill();
  await writeFile(join(dataDir, 'lock.pid'), `${process.ppid}\n`);
  const { connection } = await startHere({ dataDir });
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a predecessor that is just leaving is waited for', async () => {
  const folder = await makeScratch();
  const first = await lockFolder(folder);
  const begin = performance.now();
  setTimeout(() => void first.release(), 300);
  const second = await lockFolder(folder);
  expect(performance.now() - begin).toBeGreaterThan(290);
  await second.release();
});
