import { importChunks } from '../import/import-users.ts';
import type { MatchBy } from '../import/match-users.ts';
import type { JobContext } from './job-context.ts';
import type { JobStep, UserJob } from './user-job.ts';

interface ImportInput {
  readonly text: string;
  readonly match: MatchBy | undefined;
  readonly position: string | undefined;
}

/** Imports one lot of rows after the other; `position` counts the good rows that are done. */
export async function* importSteps(
  context: JobContext,
  { organizationId, actor }: UserJob,
  { text, match, position = '' }: ImportInput,
): AsyncGenerator<JobStep, void, undefined> {
  const check = await context.editCheck(organizationId);
  const owned = { ...context, organizationId, actor, match, check };
  const start = position === '' ? undefined : Number(position);
  for await (const { end, report } of importChunks(owned, text, start)) {
    const { created, updated: changed, unchanged, faults: failures } = report;
    yield { position: String(end), created, changed, unchanged, failures };
  }
}
