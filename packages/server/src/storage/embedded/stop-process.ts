import { spawnSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { hasCode } from './file-errors.ts';

/** INT: checkpoint, then end. QUIT: end at once and recover at the next start. KILL: by force. */
type StopSignal = 'INT' | 'QUIT' | 'KILL';

/** How long each way to stop may take before the next, in milliseconds. */
const escalation: readonly (readonly [StopSignal, number])[] = [
  ['INT', 30_000],
  ['QUIT', 5000],
  ['KILL', 5000],
];

const interval = 10;

/** A main process of PostgreSQL that is to end. */
export interface StoppableProcess {
  readonly pid: number;
  /** Path of `pg_ctl`. */
  readonly controlProgram: string;
  readonly hasEnded: () => Promise<boolean> | boolean;
}

/** Stops PostgreSQL ever more firmly. Resolves with whether it has ended, after 40 seconds at most. */
export async function stopFirmly(target: StoppableProcess): Promise<boolean> {
  for (const [signal, patience] of escalation) {
    sendStop(target, signal);
    const deadline = performance.now() + patience;
    while (performance.now() < deadline) {
      if (await target.hasEnded()) {
        return true;
      }
      await setTimeout(interval);
    }
  }
  return false;
}

/** Sends the signal; a process that is gone already is no error. */
export function sendStop({ pid, controlProgram }: Omit<StoppableProcess, 'hasEnded'>, signal: StopSignal): void {
  if (process.platform === 'win32' && signal !== 'KILL') {
    // Windows has no signals: PostgreSQL listens for them on a named pipe, and `pg_ctl kill` writes to it.
    spawnSync(controlProgram, ['kill', signal, String(pid)], { windowsHide: true });
    return;
  }
  try {
    process.kill(pid, `SIG${signal}`);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) {
      throw error;
    }
  }
}
