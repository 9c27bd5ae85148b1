import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** The folder of the repository. */
export const root = join(import.meta.dirname, '../../../..');
export const bin = join(root, 'packages/server/bin/lockstep.js');
export const adminToken = 'a'.repeat(40);
/** What every command gets beside its own: nothing of what is set where the tests run. */
export const bare = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };

/** Starts `lockstep serve` and waits for the line that says so. */
export function serve(args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const child = spawn(process.execPath, [bin, 'serve', ...args], {
    env: { ...bare, LOCKSTEP_ADMIN_TOKEN: adminToken },
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      const address = /^Lockstep is ready at (\S+)$/m.exec(output)?.[1];
      if (address !== undefined) resolve({ child, address });
    });
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${output}`)));
  });
}

export async function stop(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  child.kill('SIGTERM');
  return ended;
}
