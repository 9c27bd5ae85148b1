import type { BulkAction, Job, routes } from '@lockstep/admin-api';
import { findGroupIds } from '../../directory/groups/find-groups.ts';
import { exportUsers } from '../../directory/import/export-users.ts';
import { previewImport } from '../../directory/import/preview-import.ts';
import { CsvFileError } from '../../directory/import/parse-users-csv.ts';
import { mostOpenJobs, startBulk, startImport } from '../../directory/jobs/start-job.ts';
import type { UserJob } from '../../directory/jobs/user-job.ts';
import { isResourceId } from '../../directory/resource-id.ts';
import type { Handler, OrganizationContext } from './bind-route.ts';
import { ownerOf } from './department-handlers.ts';
import { presentJob } from './job-handlers.ts';
import { knownServices } from './known-services.ts';
import { ProblemError } from './problem-error.ts';
import { toUserFilter } from './user-list-query.ts';

/** What is no users file at all is the sender's mistake. */
async function readingCsv<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CsvFileError)) throw error;
    const { message, code, values } = error;
    throw new ProblemError('invalid_csv', message, { issues: [{ path: '', message, code, values: { ...values } }] });
  }
}

/** Has a job begun with at once. */
function begun({ services }: OrganizationContext, job: UserJob | undefined): Job {
  if (job === undefined)
    throw new ProblemError('limit_reached', `${mostOpenJobs} jobs wait or run already. Wait for one, or cancel one.`);
  services.jobWorker.wake();
  return presentJob(job);
}

const importCsv: Handler<typeof routes.importUsers> = async ({ body, query }, context) => {
  const { services, organization } = context;
  const wanted = { types: await services.types.of(organization), ...query };
  const { db } = services.database;
  return begun(context, await readingCsv(() => startImport(db, ownerOf(context), body, wanted)));
};

const preview: Handler<typeof routes.previewUserImport> = async ({ body, query }, { services, organization }) => {
  // a definition of this very moment counts
  await services.types.of(organization);
  const report = await readingCsv(() =>
    previewImport({ ...services, organizationId: organization.id, ...query }, body),
  );
  return {
    ...report,
    faults: report.faults.map((fault) => ({ ...fault, values: { ...fault.values } })),
    details: report.details.map((row) => ({ ...row, changes: [...row.changes] })),
  };
};

const exportCsv: Handler<typeof routes.exportUsers> = async ({ query }, { services, organization, reply }) => {
  reply.header('content-disposition', `attachment; filename="${organization.slug}-users.csv"`);
  const types = await services.types.of(organization);
  return exportUsers(services.database.db, { organizationId: organization.id, types }, toUserFilter(query));
};

/** @throws ProblemError `invalid_request` for a service or a group that there is not */
async function checkAction(context: OrganizationContext, action: BulkAction): Promise<void> {
  if ('services' in action) await knownServices(context, action.services, 'action.services');
  if (!('group' in action)) return;
  const { services, organization } = context;
  const known = await findGroupIds(services.database.db, organization.id, [action.group]);
  if (known.length > 0) return;
  const message = `There is no group with the id ${JSON.stringify(action.group)}.`;
  throw new ProblemError('invalid_request', message, { issues: [{ path: 'action.group', message }] });
}

const bulk: Handler<typeof routes.bulkUsers> = async ({ body }, context) => {
  const { action, selection } = body;
  await checkAction(context, action);
  const wanted =
    'users' in selection
      ? { users: selection.users.filter(isResourceId) }
      : { matching: toUserFilter(selection.matching) };
  return begun(context, await startBulk(context.services.database.db, ownerOf(context), wanted, action));
};

export const userFileHandlers = {
  importUsers: importCsv,
  previewUserImport: preview,
  exportUsers: exportCsv,
  bulkUsers: bulk,
};
