import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/**
 * For contributors: the server, restarted when its code changes, and the console with hot reload in front of it.
 * Arguments go to `lockstep serve`, such as `npm run dev -- --data /tmp/mine`.
 */
const root = join(import.meta.dirname, '..');
const serverArguments = ['serve', '--sample', ...process.argv.slice(2)];

function start(command: string, parameters: readonly string[]): ChildProcess {
  return spawn(command, parameters, { cwd: root, stdio: 'inherit' });
}

const children = [
  start(process.execPath, [
    '--watch',
    '--watch-preserve-output',
    'packages/server/src/cli/lockstep.ts',
    ...serverArguments,
  ]),
  start('npm', ['run', 'dev', '--workspace', '@lockstep/console']),
];
process.stdout.write('The console with hot reload: http://localhost:5173\n');

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
for (const child of children) child.on('exit', stop);
