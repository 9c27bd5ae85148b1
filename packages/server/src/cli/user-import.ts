import { readFile } from 'node:fs/promises';
import { importMatchSchema, routes, userFileColumns, type ImportDetail, type ImportMatch } from '@lockstep/admin-api';
import { Option, type Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { describeJob, listFailures, waitForJob } from './job.ts';
import { print } from './output.ts';

async function readCsv(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CliError(`Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface ImportOptions extends OrgOptions {
  readonly match: ImportMatch;
}

/** What a row would do, for whoever reads it beside the file. */
function describeRow(file: string, { line, loginName, outcome, matched, changes }: ImportDetail): string {
  const whom = matched === undefined ? loginName : `${loginName} (now ${matched})`;
  const what = outcome === 'new' ? 'new' : changes.map(({ column }) => column).join(', ');
  return `${file}:${line}: ${whom}: ${what}`;
}

async function preview(file: string, options: ImportOptions): Promise<void> {
  const body = await readCsv(file);
  const { org, match } = options;
  const report = await connectApi()(routes.previewUserImport, { params: { org }, query: { match }, body });
  const { created, updated, unchanged, faults, details } = report;
  print(report, options, () =>
    [
      `${created} created, ${updated} changed, ${unchanged} unchanged, ${faults.length} refused.`,
      ...details.filter(({ outcome }) => outcome !== 'unchanged').map((row) => describeRow(file, row)),
    ].join('\n'),
  );
  for (const { line, reason } of faults) process.stderr.write(`${file}:${line}: ${reason}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

async function run(file: string, options: ImportOptions): Promise<void> {
  const call = connectApi();
  const body = await readCsv(file);
  const { org, match } = options;
  const job = await waitForJob(call, org, await call(routes.importUsers, { params: { org }, query: { match }, body }));
  const failures = await listFailures(call, org, job);
  print({ ...job, failures }, options, () => describeJob(job));
  for (const { line, reason } of failures) process.stderr.write(`${file}:${line}: ${reason}\n`);
  if (failures.length > 0 || job.state !== 'finished') process.exitCode = 1;
}

/** `user import`: a job of the server; whoever interrupts the command does not end the job. */
export function addImport(user: Command): void {
  inOrganization(user.command('import'))
    .description('import users from CSV; exit code 1 when a row was not imported')
    .argument('<file.csv>', `header row: ${userFileColumns}, and attributes of your own by name or path`)
    .option('--preview', 'say what would come of each row, and write nothing')
    .addOption(
      new Option('--match <what>', 'what says that a row and a user are the same person')
        .choices(importMatchSchema.options)
        .default('login-name'),
    )
    .action((file: string, options: ImportOptions & { readonly preview?: boolean }) =>
      options.preview === true ? preview(file, options) : run(file, options),
    );
}
