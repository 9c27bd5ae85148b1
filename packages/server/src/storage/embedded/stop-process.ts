import type { ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

/** How PostgreSQL is to stop: with a checkpoint, at once with recovery at the next start, or by force. */
type StopMode = 'fast' | 'immediate' | 'kill';

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const satisfies Record<StopMode, string>;

/** How long each way to stop may take before the next, in milliseconds. */
const escalation: readonly (readonly [StopMode, number])[] = [
  ['fast', 30_000],
  ['immediate', 5000],
  ['kill', 5000],
];

/** Sends the signal, if the process is still there. On Windows every signal ends the process at once. */
export function askToStop(child: ChildProcess, mode: StopMode): void {
  child.kill(signals[mode]);
}

/** Stops our child, ever more firmly. */
export async function stopProcess(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const abort = new AbortController();
  try {
    for (const [mode, patience] of escalation) {
      askToStop(child, mode);
      const late = setTimeout(patience, 'late', { signal: abort.signal });
      if ((await Promise.race([ended.then(() => 'ended'), late])) === 'ended') {
        return;
      }
    }
  } finally {
    abort.abort();
  }
}
