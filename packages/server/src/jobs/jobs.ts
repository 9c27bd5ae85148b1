import { setTimeout as sleep } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { Database } from '../storage/database.ts';

/** Something that is done again and again. Of several processes on one database one does it each time. */
export interface Job {
  /** Letters, digits and hyphens; also the name of its queue. */
  readonly name: string;
  /** When: minute, hour, day of the month, month, day of the week, in UTC. */
  readonly cron: string;
  /** What it throws is reported; the next time comes all the same. */
  readonly run: () => Promise<unknown>;
}

export interface JobsOptions {
  readonly database: Database;
  readonly jobs: readonly Job[];
  readonly onError: (error: unknown) => void;
  /** Milliseconds after which the schedules begin, so that they never slow a start. */
  readonly delay?: number;
}

/** The schedules of a process. */
export interface Jobs {
  /** Resolves when the schedules have begun. */
  readonly started: Promise<void>;
  /** Does a job as soon as a worker looks, as its schedule would. */
  runSoon(name: string): Promise<void>;
  /** Waits a few seconds for what is under way. */
  stop(): Promise<void>;
}

/** Seconds between looks for work. Nothing here is in a hurry, and an idle server should be idle. */
const lookEvery = 30;
const schema = 'jobs';

function createBoss({ database, onError }: JobsOptions): PgBoss {
  const { pool } = database;
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => pool.query(text, values) },
    schema,
    cronWorkerIntervalSeconds: lookEvery,
    cronMonitorIntervalSeconds: lookEvery,
    superviseIntervalSeconds: 600,
    monitorIntervalSeconds: 600,
    queueCacheIntervalSeconds: 600,
    bamIntervalSeconds: 600,
    flowIntervalSeconds: 600,
    reindex: false,
  });
  boss.on('error', onError);
  return boss;
}

async function begin(boss: PgBoss, { jobs, onError }: JobsOptions): Promise<void> {
  await boss.start();
  for (const { name, cron, run } of jobs) {
    // one at a time, however late the last one is
    await boss.createQueue(name, { policy: 'singleton', retryLimit: 0, expireInSeconds: 3600 });
    await boss.work(name, { pollingIntervalSeconds: lookEvery }, async () => {
      await run().catch(onError);
    });
    await boss.schedule(name, cron);
  }
  const wanted = new Set(jobs.map(({ name }) => name));
  for (const { name } of await boss.getSchedules()) if (!wanted.has(name)) await boss.unschedule(name);
}

/** Starts the schedules a moment later, on pg-boss in a schema of its own. */
export function startJobs(options: JobsOptions): Jobs {
  const boss = createBoss(options);
  const stopped = new AbortController();
  const started = sleep(options.delay ?? 5000, undefined, { signal: stopped.signal, ref: false })
    .then(() => begin(boss, options))
    .then(() => true)
    .catch((error: unknown) => {
      if (!stopped.signal.aborted) options.onError(error);
      return false;
    });
  return {
    started: started.then(() => undefined),
    runSoon: async (name) => {
      await started;
      await boss.send(name, {});
    },
    stop: async () => {
      stopped.abort();
      if (await started) await boss.stop({ graceful: true, timeout: 5000, close: false });
    },
  };
}
