import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const repository = join(packageFolder, '../..');
const readme = await readFile(join(packageFolder, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? '');

/** Printed after each example, since one process runs them all. */
const separator = '=====\n';

/** What an example says that it prints: the comments that begin with an arrow. */
function promised(example: string): string {
  return [...example.matchAll(/^ *\/\/ → (.*)$/gm)].map((match) => `${match[1]}\n`).join('');
}

/** A folder outside the repository in which the package is installed, as a reader of the README would have it. */
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scim-readme-'));
  await mkdir(join(folder, 'node_modules/@lockstep'), { recursive: true });
  await symlink(packageFolder, join(folder, 'node_modules/@lockstep/scim'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const config = {
    extends: join(repository, 'tsconfig.base.json'),
    compilerOptions: { lib: ['es2024', 'dom'] },
    include: ['*.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const runs = examples.map(
    (_example, index) => `await import('./example-${index}.ts'); console.log('${separator.trim()}');`,
  );
  await writeFile(join(folder, 'all.ts'), `export {};\n${runs.join('\n')}`);
  await Promise.all(examples.map((example, index) => writeFile(join(folder, `example-${index}.ts`), example)));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('the examples of the README', () => {
  it('are there', () => {
    expect(examples.length).toBeGreaterThan(8);
    expect(examples.every((example) => promised(example) !== '')).toBe(true);
  });

  it('have no type errors', async () => {
    const compiler = join(repository, 'node_modules/typescript/bin/tsc');
    const checked = await run(process.execPath, [compiler, '-p', folder]).catch((error: unknown) => error);
    expect(checked).toMatchObject({ stdout: '' });
  });

  it('print what they say', async () => {
    const { stdout } = await run(process.execPath, [join(folder, 'all.ts')]);
    expect(stdout.split(separator)).toEqual([...examples.map(promised), '']);
  });
});
