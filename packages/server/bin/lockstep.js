#!/usr/bin/env node
// Lockstep runs on Node 24, which `npm ci` brings along: on an older Node this starts itself again with that one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const entry = join(import.meta.dirname, '../src/cli/lockstep.ts');
const major = Number(process.versions.node.split('.')[0]);

if (major >= 24) {
  await import(entry);
} else {
  const node = join(import.meta.dirname, '../../../node_modules/node/bin/node');
  if (!existsSync(node)) {
    process.stderr.write(
      `Lockstep needs Node 24, and this is ${process.version}. Run "npm ci" in the project first.\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, [import.meta.filename, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}
