import { readFile } from 'node:fs/promises';
import { routes, userFileColumns } from '@lockstep/admin-api';
import type { Command } from 'commander';
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

async function preview(file: string, options: OrgOptions): Promise<void> {
  const body = await readCsv(file);
  const report = await connectApi()(routes.previewUserImport, { params: { org: options.org }, body });
  const { created, updated, unchanged, faults } = report;
  print(
    report,
    options,
    () => `${created} created, ${updated} changed, ${unchanged} unchanged, ${faults.length} refused.`,
  );
  for (const { line, reason } of faults) process.stderr.write(`${file}:${line}: ${reason}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

async function run(file: string, options: OrgOptions): Promise<void> {
  const call = connectApi();
  const body = await readCsv(file);
  const { org } = options;
  const job = await waitForJob(call, org, await call(routes.importUsers, { params: { org }, body }));
  const failures = await listFailures(call, org, job);
  print({ ...job, failures }, options, () => describeJob(job));
  for (const { line, reason } of failures) process.stderr.write(`${file}:${line}: ${reason}\n`);
  if (failures.length > 0 || job.state !== 'finished') process.exitCode = 1;
}

/** `user import`: a job of the server; whoever interrupts the command does not end the job. */
export function addImport(user: Command): void {
  inOrganization(user.command('import'))
    .description('import users from CSV; exit code 1 when a row was not imported')
    .argument('<file.csv>', `header row: ${userFileColumns}`)
    .option('--preview', 'say what would come of it, and write nothing')
    .action((file: string, options: OrgOptions & { readonly preview?: boolean }) =>
      options.preview === true ? preview(file, options) : run(file, options),
    );
}
