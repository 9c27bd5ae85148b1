import { setTimeout } from 'node:timers/promises';
import { routes, type AdminClient, type Job, type JobFailure } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { formatTable, print } from './output.ts';

/** Milliseconds between two looks at a job. */
const lookEvery = 200;

const isOpen = ({ state }: Job): boolean => state === 'waiting' || state === 'running';

/** Waits until a job has ended, and tells a terminal how far it has come. */
export async function waitForJob(call: AdminClient, org: string, started: Job): Promise<Job> {
  let job = started;
  while (isOpen(job)) {
    await setTimeout(lookEvery);
    job = await call(routes.getJob, { params: { org, job: job.id } });
    if (process.stderr.isTTY) process.stderr.write(`\r${job.done} of ${job.total}${isOpen(job) ? '' : '\n'}`);
  }
  return job;
}

/** Everybody who was refused. */
export async function listFailures(
  call: AdminClient,
  org: string,
  { id, failed }: Job,
): Promise<readonly JobFailure[]> {
  const failures: JobFailure[] = [];
  let cursor: string | undefined;
  if (failed === 0) return failures;
  do {
    const page = await call(routes.listJobFailures, { params: { org, job: id }, query: { limit: 200, cursor } });
    failures.push(...page.failures);
    cursor = page.next;
  } while (cursor !== undefined);
  return failures;
}

/** "3 created, 1 changed, 0 unchanged, 1 refused." */
export function describeJob({ state, created, changed, unchanged, failed }: Job): string {
  const counts = `${created} created, ${changed} changed, ${unchanged} unchanged, ${failed} refused.`;
  return state === 'finished' ? counts : `The job is ${state}: ${counts}`;
}

function addList(job: Command): void {
  inOrganization(job.command('list'))
    .description('list the latest jobs')
    .action(async (options: OrgOptions) => {
      const { jobs } = await connectApi()(routes.listJobs, { params: { org: options.org } });
      const rows = jobs.map(({ id, kind, action, state, done, total, failed, startedBy, createdAt }) => [
        id,
        action?.kind ?? kind,
        state,
        `${done}/${total}`,
        String(failed),
        startedBy,
        createdAt,
      ]);
      print(jobs, options, () =>
        formatTable(['Id', 'What', 'State', 'Done', 'Refused', 'Started by', 'Started'], rows),
      );
    });
}

function addShow(job: Command): void {
  inOrganization(job.command('show'))
    .description('what became of a job, with who was refused and why')
    .argument('<id>')
    .action(async (id: string, options: OrgOptions) => {
      const call = connectApi();
      const found = await call(routes.getJob, { params: { org: options.org, job: id } });
      const failures = await listFailures(call, options.org, found);
      print({ ...found, failures }, options, () =>
        [
          `${found.done} of ${found.total} done. ${describeJob(found)}`,
          ...failures.map(({ line, loginName, userId, reason }) => `${line ?? loginName ?? userId ?? ''}: ${reason}`),
        ].join('\n'),
      );
    });
}

function addCancel(job: Command): void {
  inOrganization(job.command('cancel'))
    .description('end a job after the users that are under way; what is done stays done')
    .argument('<id>')
    .action(async (id: string, options: OrgOptions) => {
      const call = connectApi();
      const found = await call(routes.cancelJob, { params: { org: options.org, job: id } });
      const ended = await waitForJob(call, options.org, found);
      print(ended, options, () => describeJob(ended));
    });
}

/** `lockstep job`: bulk actions and imports that go on in the background. */
export function jobCommand(): Command {
  const job = new Command('job').description('bulk actions on users and CSV imports');
  addList(job);
  addShow(job);
  addCancel(job);
  return job;
}
