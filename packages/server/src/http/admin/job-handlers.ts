import type { Job, JobFailure, routes } from '@lockstep/admin-api';
import { csvLine } from '../../directory/csv/write-csv.ts';
import { listJobFailures, listJobs, type NumberedFailure } from '../../directory/jobs/list-jobs.ts';
import { cancelJob, findJob } from '../../directory/jobs/start-job.ts';
import type { UserJob } from '../../directory/jobs/user-job.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { notFound, ProblemError } from './problem-error.ts';

export function presentJob({ id, request, state, cancelAsked, total, done, counts, ...job }: UserJob): Job {
  const isOpen = state === 'waiting' || state === 'running';
  return {
    id,
    kind: request.kind,
    ...(request.kind === 'bulk' ? { action: copyOf(request.action) } : {}),
    state,
    cancelling: cancelAsked && isOpen,
    total,
    done,
    ...counts,
    startedBy: job.actor.name,
    createdAt: job.createdAt.toISOString(),
    ...(job.finishedAt === undefined ? {} : { finishedAt: job.finishedAt.toISOString() }),
  };
}

function copyOf(action: Extract<UserJob['request'], { kind: 'bulk' }>['action']): NonNullable<Job['action']> {
  return 'services' in action ? { ...action, services: [...action.services] } : action;
}

const presentFailure = ({ values, ...failure }: NumberedFailure): JobFailure => ({ ...failure, values: { ...values } });

async function readJob({ services, organization }: OrganizationContext, id: string): Promise<UserJob> {
  const job = isResourceId(id) ? await findJob(services.database.db, organization.id, id) : undefined;
  if (job === undefined) throw notFound('job');
  return job;
}

function wrongCursor(): ProblemError {
  return new ProblemError('invalid_request', 'The cursor is not one of this list.', {
    issues: [{ path: 'cursor', message: 'Use the "next" of the page before.' }],
  });
}

const list: Handler<typeof routes.listJobs> = async ({ query }, { services, organization }) => {
  const after = decodeCursor(query.cursor);
  if (after !== undefined && !isResourceId(after)) throw wrongCursor();
  const found = await listJobs(services.database.db, organization.id, { after, limit: query.limit + 1 });
  const jobs = found.slice(0, query.limit);
  const last = found.length > query.limit ? jobs.at(-1) : undefined;
  return { jobs: jobs.map(presentJob), ...(last === undefined ? {} : { next: encodeCursor(last.id) }) };
};

const get: Handler<typeof routes.getJob> = async ({ params }, context) =>
  presentJob(await readJob(context, params.job));

const cancel: Handler<typeof routes.cancelJob> = async ({ params }, context) => {
  const { services, organization } = context;
  const { id } = await readJob(context, params.job);
  const job = await cancelJob(services.database.db, organization.id, id);
  if (job === undefined) throw notFound('job');
  return presentJob(job);
};

const listFailures: Handler<typeof routes.listJobFailures> = async ({ params, query }, context) => {
  const text = decodeCursor(query.cursor) ?? '0';
  if (!/^\d{1,9}$/.test(text)) throw wrongCursor();
  const job = await readJob(context, params.job);
  const wanted = { after: Number(text), limit: query.limit + 1 };
  const found = await listJobFailures(context.services.database.db, job, wanted);
  const failures = found.slice(0, query.limit);
  const last = found.length > query.limit ? failures.at(-1) : undefined;
  return {
    failures: failures.map(presentFailure),
    ...(last === undefined ? {} : { next: encodeCursor(String(last.number)) }),
  };
};

/** Failures read at once for an export. */
const exportPage = 1000;

async function* csvOf({ services }: OrganizationContext, job: UserJob): AsyncGenerator<string, void, undefined> {
  yield csvLine(['line', 'loginName', 'userId', 'code', 'reason']);
  for (let after: number | undefined = 0; after !== undefined;) {
    const page = await listJobFailures(services.database.db, job, { after, limit: exportPage });
    for (const { line, loginName = '', userId = '', code, reason } of page) {
      yield csvLine([line === undefined ? '' : String(line), loginName, userId, code, reason]);
    }
    after = page.length < exportPage ? undefined : page.at(-1)?.number;
  }
}

const exportCsv: Handler<typeof routes.exportJobFailures> = async ({ params }, context) => {
  const job = await readJob(context, params.job);
  const name = `${context.organization.slug}-${job.id}.csv`;
  context.reply.header('content-disposition', `attachment; filename="${name}"`);
  return csvOf(context, job);
};

export const jobHandlers = {
  listJobs: list,
  getJob: get,
  cancelJob: cancel,
  listJobFailures: listFailures,
  exportJobFailures: exportCsv,
};
