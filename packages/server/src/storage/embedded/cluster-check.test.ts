import { chown, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isRoot, makeDataDir, makeScratch, query, runCommand, spawnServer, startHere } from './scratch.testing.ts';
import { startEmbeddedPostgres } from './start.ts';

/** A data folder with a cluster in it, stopped. */
async function stoppedCluster(): Promise<string> {
  const dataDir = await makeDataDir();
  const postgres = await startHere({ dataDir });
  await query(postgres.connection, 'create table kept as select 42 as answer');
  await postgres.stop();
  return dataDir;
}

test('a cluster of another major version is refused, with both versions named', async () => {
  const dataDir = await stoppedCluster();
  const file = join(dataDir, 'postgres', 'cluster', 'PG_VERSION');
  await writeFile(file, '17\n');
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
    name: 'EmbeddedPostgresError',
    code: 'wrong-version',
    message: expect.stringMatching(/made by PostgreSQL 17; this is PostgreSQL 18\..*Upgrade/) as unknown,
  });
  await writeFile(file, '18\n');
  const { connection } = await startHere({ dataDir });
  expect(await query(connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('a folder without a cluster in it is not taken for a new one', async () => {
  const dataDir = await makeScratch();
  await mkdir(join(dataDir, 'postgres', 'cluster'), { recursive: true });
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'damaged' });
  expect(await readdir(join(dataDir, 'postgres', 'cluster'))).toEqual([]);
});

test('a cluster without its password file is refused before PostgreSQL is started', async () => {
  const dataDir = await stoppedCluster();
  await rm(join(dataDir, 'postgres', 'password'));
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
    code: 'damaged',
    message: expect.stringContaining('postgres/password is missing') as unknown,
  });
});

test('a damaged cluster is refused with what PostgreSQL says, and the folder is free again', async () => {
  const dataDir = await stoppedCluster();
  await rm(join(dataDir, 'postgres', 'cluster', 'global', 'pg_control'));
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
    code: 'start-failed',
    message: expect.stringMatching(/pg_control|could not find the database system/) as unknown,
  });
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({ code: 'start-failed' });
});

test('a cluster restored by root, and so belonging to root, is given to the user of PostgreSQL', async () => {
  const dataDir = await stoppedCluster();
  const us = process.getuid?.() ?? 0;
  await runCommand('chown', ['-R', String(us), join(dataDir, 'postgres')]);
  const { connection } = await startHere({ dataDir });
  expect(await query(connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
  expect((await stat(join(dataDir, 'postgres', 'cluster', 'base'))).uid === us).toBe(!isRoot);
});

test.runIf(isRoot)(
  'an ordinary user is told that the cluster belongs to another, and by which command to take it',
  async () => {
    const dataDir = await stoppedCluster();
    await runCommand('chown', ['-R', '1234', dataDir]);
    await chown(join(dataDir, 'postgres', 'cluster'), 65_534, 65_534);
    const server = spawnServer(dataDir, { uid: 1234 });
    const failed = await server.report('failed');
    expect(failed.code).toBe('not-permitted');
    expect(failed.message).toContain(`belongs to user 65534, but the server runs as user 1234`);
  },
);
