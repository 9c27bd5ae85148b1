import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'packages/console');
/** What the build is made of, beside the installed dependencies, which the lock file stands for. */
const sources = [
  folder,
  join(root, 'packages/admin-api'),
  join(root, 'packages/provisioning'),
  join(root, 'package-lock.json'),
];
const made = ['dist', 'node_modules', '.vite'];

/** When it was changed last, in milliseconds since 1970; 0 when it does not exist. */
async function changed(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}

/** When the youngest file or folder below was changed; folders too, because they change when a file is removed. */
async function youngest(path: string): Promise<number> {
  const names = await readdir(path, { recursive: true }).catch(() => []);
  const own = names.filter((name) => !name.split(sep).some((part) => made.includes(part)));
  return Math.max(...(await Promise.all([...own.map((name) => changed(join(path, name))), changed(path)])));
}

async function build(): Promise<void> {
  // the test runner's own NODE_ENV would build React for development
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit', env });
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  if (code !== 0) throw new Error(`The build of the console ended with ${String(code)}.`);
}

/**
 * Builds the console unless the build that is there is younger than everything it is made of: what browsers are shown is
 * the console as it is written now, and a fresh clone, which `npm ci` has built, is not built twice.
 */
export async function setup(): Promise<void> {
  const built = await changed(join(folder, 'dist/index.html'));
  const written = await Promise.all(sources.map(youngest));
  if (built < Math.max(...written)) await build();
}
