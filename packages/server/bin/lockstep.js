#!/usr/bin/env node
// Lockstep runs on Node 24, which `npm ci` brings along: on an older Node this starts itself again with that one.
// The server is started again with settings for its heap: without limits V8 prefers taking memory to cleaning up.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const entry = join(import.meta.dirname, '../src/cli/lockstep.ts');
const major = Number(process.versions.node.split('.')[0]);
const parameters = process.argv.slice(2);

// LOCKSTEP_HEAP_LIMIT of src/config/options.ts, which refuses what is no number
const heapLimit = /^\d+$/.exec(process.env.LOCKSTEP_HEAP_LIMIT ?? '')?.[0] ?? '384';
const given = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
// Without the last one V8 may come to think, after a pause, that what a batch reads outlives it: it then makes a part of each
// user in the old generation, which keeps the rest from being collected young (docs/performance.md).
const settings =
  parameters[0] === 'serve' && !/--max[-_]old[-_]space[-_]size/.test(given)
    ? [`--max-old-space-size=${heapLimit}`, '--max-semi-space-size=8', '--no-allocation-site-pretenuring']
    : [];

if (major >= 24 && settings.length === 0) {
  await import(entry);
} else {
  const node = major >= 24 ? process.execPath : join(import.meta.dirname, '../../../node_modules/node/bin/node');
  if (!existsSync(node)) {
    process.stderr.write(
      `Lockstep needs Node 24, and this is ${process.version}. Run "npm ci" in the project first.\n`,
    );
    process.exit(1);
  }
  // one arena of the C library: several keep 30 MB that nobody uses
  const env = { MALLOC_ARENA_MAX: '1', ...process.env };
  const again = [...settings, ...process.execArgv, import.meta.filename, ...parameters];
  // the same process where the system can do that: one less, and signals need not be passed on
  if (process.platform !== 'win32') process.execve?.(node, [node, ...again], env);
  const child = spawn(node, again, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}
