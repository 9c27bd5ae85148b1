import { lstat, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { installCopy } from './install-copy.testing.ts';
import { makeScratch, runCommand, spawnServer } from './scratch.testing.ts';

test('finds programs of the version whose file format they write', async () => {
  const { folder, major, version } = await findBinaries();
  const { stdout } = await runCommand(join(folder, 'bin', 'postgres'), ['--version']);
  expect(stdout).toContain(`(PostgreSQL) ${major}.`);
  expect(version.startsWith(`${major}.`)).toBe(true);
});

test('makes the library links that npm leaves out when install scripts are turned off', async () => {
  const scratch = await makeScratch();
  const { sources, platformPackage } = await installCopy(scratch);
  const links = JSON.parse(await readFile(join(platformPackage, 'native', 'pg-symlinks.json'), 'utf8')) as {
    target: string;
  }[];
  for (const { target } of links) {
    await rm(join(platformPackage, target));
  }
  const server = spawnServer(join(scratch, 'data'), { sources });
  await server.report('started');
  for (const { target } of links) {
    expect((await lstat(join(platformPackage, target))).isSymbolicLink()).toBe(true);
  }
});

test('says what to do where npm installed no programs for the platform', async () => {
  const scratch = await makeScratch();
  const { sources, platformPackage } = await installCopy(scratch);
  await rm(platformPackage, { recursive: true });
  const failed = await spawnServer(join(scratch, 'data'), { sources }).report('failed');
  expect(failed.code).toBe('unsupported-platform');
  expect(failed.message).toContain(`${process.platform} on ${process.arch}`);
  expect(failed.message).toContain('--omit=optional');
});

test('says so where the programs do not run', async () => {
  const scratch = await makeScratch();
  const { sources, platformPackage } = await installCopy(scratch);
  // What a machine without the GNU C library answers: the program is there, its loader is not.
  const initdb = join(platformPackage, 'native', 'bin', 'initdb');
  await rm(initdb);
  await mkdir(join(scratch, 'elsewhere'));
  await symlink(join(scratch, 'elsewhere', 'not-there'), initdb);
  const failed = await spawnServer(join(scratch, 'data'), { sources }).report('failed');
  expect(failed).toMatchObject({ code: 'unsupported-platform' });
  expect(failed.message).toContain('GNU C library');
});
