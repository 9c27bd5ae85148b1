import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bench } from './bench.testing.ts';
import type { ProcessSettings } from './outbound-process.testing.ts';

/** A lease of workers that are killed: short, so that the next one takes over within seconds. */
export const leaseMs = 1500;

/** Starts the outbound half as a process of its own: what it has under way when it is killed is gone with it. */
export function startWorker(bench: Bench): ChildProcess {
  const settings: ProcessSettings = {
    connection: bench.database.connection,
    encryptionKey: bench.options.encryptionKey.toString('base64'),
    limits: { leaseMs, pollMs: 50, retry: { firstMs: 20, longestMs: 200 }, pause: { firstMs: 50, longestMs: 200 } },
  };
  const script = join(import.meta.dirname, 'outbound-process.testing.ts');
  return spawn(process.execPath, [script, JSON.stringify(settings)], { stdio: ['ignore', 'ignore', 'inherit'] });
}

export async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}
