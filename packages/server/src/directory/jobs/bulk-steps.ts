import { reasonIn, type Reason } from '../import/row-fault.ts';
import { isResourceId } from '../resource-id.ts';
import { bulkUsers, type BulkAction } from '../users/bulk-users.ts';
import { findLoginNames, listUserIds } from '../users/list-users.ts';
import type { JobContext } from './job-context.ts';
import type { JobFailure, JobSelection, JobStep, UserJob } from './user-job.ts';

/** Users of one step: few enough that a job is soon cancelled, enough that a batch is worth it. */
const stepSize = 250;

interface BulkJob extends UserJob {
  readonly action: BulkAction;
  readonly selection: JobSelection;
}

/** Does one thing to one lot of users after the other; `position` is the last of the lot before. */
export async function* bulkSteps(
  context: JobContext,
  job: BulkJob,
  position: string | undefined,
): AsyncGenerator<JobStep, void, undefined> {
  const { organizationId, actor, action, selection } = job;
  const { services } = await context.types.current(organizationId);
  const serviceCodes = services.map(({ code }) => code);
  for (let after = position; ;) {
    const ids = await nextIds(context, { organizationId, selection }, after);
    after = ids.at(-1);
    if (after === undefined) return;
    // the rules may change while a long job goes on
    const check = await context.editCheck(organizationId);
    const owned = { ...context, organizationId, actor, serviceCodes, check };
    const { changed, unchanged, failed } = await bulkUsers(owned, action, ids);
    const failures = await withNames(context, organizationId, failed);
    yield { position: after, created: 0, changed, unchanged, failures };
  }
}

async function nextIds(
  { database }: JobContext,
  { organizationId, selection }: Pick<BulkJob, 'organizationId' | 'selection'>,
  after: string | undefined,
): Promise<readonly string[]> {
  if ('users' in selection) {
    const start = after === undefined ? 0 : selection.users.indexOf(after) + 1;
    return selection.users.slice(start, start + stepSize);
  }
  const { matching: filter, upTo } = selection;
  return listUserIds(database.db, organizationId, { filter, after, upTo, limit: stepSize });
}

async function withNames(
  { database }: JobContext,
  organizationId: string,
  failed: readonly { readonly id: string; readonly reason: Reason }[],
): Promise<readonly JobFailure[]> {
  const ids = failed.map(({ id }) => id).filter(isResourceId);
  const names = ids.length === 0 ? new Map<string, string>() : await findLoginNames(database.db, organizationId, ids);
  return failed.map(({ id, reason }) => {
    const loginName = names.get(id);
    return { userId: id, ...(loginName === undefined ? {} : { loginName }), ...reason, reason: reasonIn(reason) };
  });
}
