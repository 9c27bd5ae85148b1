import { importChunks } from '../import/import-users.ts';
import type { JobContext } from './job-context.ts';
import type { JobStep, UserJob } from './user-job.ts';

/** Imports one lot of rows after the other; `position` counts the good rows that are done. */
export async function* importSteps(
  context: JobContext,
  { organizationId, actor }: UserJob,
  { text, position = '' }: { readonly text: string; readonly position: string | undefined },
): AsyncGenerator<JobStep, void, undefined> {
  const serviceCodes = await context.serviceCodes(organizationId);
  const check = await context.editCheck(organizationId);
  const owned = { ...context, organizationId, actor, serviceCodes, check };
  const start = position === '' ? undefined : Number(position);
  for await (const { end, report } of importChunks(owned, text, start)) {
    const { created, updated: changed, unchanged, faults: failures } = report;
    yield { position: String(end), created, changed, unchanged, failures };
  }
}
