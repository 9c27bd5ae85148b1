import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Account } from './account.ts';

/** How a program of PostgreSQL is started. */
export interface ProgramRun {
  readonly file: string;
  readonly args: readonly string[];
  /** Undefined: as ourselves. */
  readonly account: Account | undefined;
  readonly cwd: string;
  readonly onLine: (line: string) => void;
}

/**
 * Spawns a program of PostgreSQL in a session of its own, so that a Ctrl-C in the terminal reaches the server alone,
 * which then stops PostgreSQL in order. Our environment is not handed on: it may hold secrets.
 */
export function spawnProgram({ file, args, account, cwd, onLine }: ProgramRun): ChildProcess {
  const child = spawn(file, args, {
    cwd,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(),
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) {
      createInterface({ input: stream }).on('line', onLine);
    }
  }
  return child;
}

function environment(): Record<string, string> {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  // English messages, because we look for some of them.
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
