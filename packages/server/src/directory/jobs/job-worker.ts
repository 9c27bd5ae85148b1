import type { JobContext } from './job-context.ts';
import { runJob } from './run-job.ts';

/** Does the jobs of all organizations in the background. */
export interface JobWorker {
  /** There is a job to begin with. */
  wake(): void;
  /** Finishes the steps under way. */
  stop(): Promise<void>;
}

/** Jobs that one process does at the same time, each of another organization. */
const atOnce = 2;
/** Between two looks for what other processes were asked for, or left behind. */
const pollMs = 2000;

/** Starts at once; `interval` is the milliseconds between two looks. */
export function startJobWorker(context: JobContext, interval = pollMs): JobWorker {
  let stopped = false;
  const working = new Set<Promise<void>>();
  async function work(): Promise<void> {
    while (!stopped && (await runJob(context, () => stopped)));
  }
  function wake(): void {
    if (stopped || working.size >= atOnce) return;
    const running: Promise<void> = work()
      .catch(context.onError)
      .finally(() => working.delete(running));
    working.add(running);
  }
  const timer = setInterval(wake, interval);
  wake();
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await Promise.all(working);
    },
  };
}
