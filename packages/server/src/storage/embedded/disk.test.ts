import { chmod, mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isRoot, makeScratch, query, runCommand, spawnServer, startHere, type Spawning } from './scratch.testing.ts';
import { startEmbeddedPostgres } from './start.ts';

/** A file system of its own, of so many megabytes. Only root may mount. */
async function mountDisk(megabytes: number): Promise<string> {
  const folder = join(await makeScratch(), 'disk');
  await mkdir(folder);
  await runCommand('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'none', folder]);
  onTestFinished(async () => {
    await runCommand('umount', ['--lazy', folder]);
  });
  return folder;
}

/** A disk too small for a cluster: a real one for root, and for others a limit on the size of a file. */
async function tinyDisk(): Promise<{ folder: string; spawning: Spawning }> {
  return isRoot
    ? { folder: await mountDisk(16), spawning: {} }
    : { folder: await makeScratch(), spawning: { wrapper: ['prlimit', '--fsize=4000000'] } };
}

async function fill(folder: string): Promise<string> {
  const { bavail, bsize } = await statfs(folder);
  const filler = join(folder, 'filler');
  await writeFile(filler, Buffer.alloc(bavail * bsize));
  return filler;
}

test('a disk too full for a new cluster: says so, and leaves nothing behind', async () => {
  const { folder, spawning } = await tinyDisk();
  const dataDir = join(folder, 'data');
  const failed = await spawnServer(dataDir, spawning).report('failed');
  expect(failed).toMatchObject({ code: 'disk-full', message: expect.stringContaining('Free some space') as unknown });
  await expect(stat(join(dataDir, 'postgres'))).rejects.toThrow(/ENOENT/);
  expect((await runCommand('du', ['-sk', dataDir])).stdout).toMatch(/^\d{1,2}\t/);
});

test('a limit on the size of files reads as a full disk', async () => {
  const dataDir = await makeScratch();
  const server = spawnServer(dataDir, { wrapper: ['prlimit', '--fsize=4000000'] });
  expect(await server.report('failed')).toMatchObject({ code: 'disk-full' });
});

test.runIf(isRoot)(
  'a disk that filled up under a cluster: says so, and with space again all data is there',
  async () => {
    const disk = await mountDisk(100);
    const dataDir = join(disk, 'data');
    const first = await startHere({ dataDir });
    await query(first.connection, 'create table kept as select 42 as answer');
    await first.stop();
    const filler = await fill(disk);
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('Free some space') as unknown,
    });
    await rm(filler);
    const { connection } = await startHere({ dataDir });
    expect(await query(connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
  },
);

test.runIf(isRoot)(
  'a disk that fills up while PostgreSQL works: the write fails, what was committed stays',
  async () => {
    const disk = await mountDisk(100);
    const dataDir = join(disk, 'data');
    const exits: string[] = [];
    const first = await startHere({ dataDir, onExit: (reason) => exits.push(reason) });
    await query(first.connection, 'create table kept as select 42 as answer');
    const filler = await fill(disk);
    await expect(
      query(first.connection, 'create table big as select repeat(md5(i::text), 30) from generate_series(1, 50000) i'),
    ).rejects.toThrow(/No space left on device|terminat/);
    await rm(filler);
    await first.stop();
    const second = await startHere({ dataDir });
    expect(await query(second.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
  },
);

test('a folder that cannot be written to: says so', async () => {
  const folder = isRoot ? await mountDisk(100) : await makeScratch();
  const dataDir = join(folder, 'data');
  const first = await startHere({ dataDir });
  await query(first.connection, 'create table kept as select 42 as answer');
  await first.stop();
  if (isRoot) {
    await runCommand('mount', ['-o', 'remount,ro', folder]);
  } else {
    await chmod(dataDir, 0o500);
  }
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toMatchObject({
    code: isRoot ? 'read-only' : 'not-permitted',
    message: expect.stringContaining(dataDir) as unknown,
  });
  if (isRoot) {
    await runCommand('mount', ['-o', 'remount,rw', folder]);
  } else {
    await chmod(dataDir, 0o700);
  }
  const { connection } = await startHere({ dataDir });
  expect(await query(connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('no data folder yet, on a read-only disk: says so', async () => {
  const folder = isRoot ? await mountDisk(1) : await makeScratch();
  await (isRoot ? runCommand('mount', ['-o', 'remount,ro', folder]) : chmod(folder, 0o500));
  await expect(startEmbeddedPostgres({ dataDir: join(folder, 'data') })).rejects.toMatchObject({
    code: isRoot ? 'read-only' : 'not-permitted',
  });
});
