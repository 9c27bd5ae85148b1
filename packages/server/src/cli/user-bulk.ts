import { routes, userStatusFilterSchema, type BulkAction, type UserStatusFilter } from '@lockstep/admin-api';
import { Argument, Option, type Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { describeJob, listFailures, waitForJob } from './job.ts';
import { print } from './output.ts';

const onUsers = ['activate', 'deactivate', 'delete'] as const;
const onServices = { 'add-services': 'addServices', 'remove-services': 'removeServices' } as const;
const onGroups = { 'add-to-group': 'addToGroup', 'remove-from-group': 'removeFromGroup' } as const;
const actions = [...onUsers, ...Object.keys(onServices), ...Object.keys(onGroups)];

interface BulkOptions extends OrgOptions {
  readonly search?: string;
  readonly status?: UserStatusFilter;
  readonly everybody?: boolean;
}

function actionOf(name: string, values: readonly string[]): BulkAction {
  const plain = onUsers.find((one) => one === name);
  if (plain !== undefined) return { kind: plain };
  const [service, group] = [
    Object.entries(onServices).find(([one]) => one === name),
    Object.entries(onGroups).find(([one]) => one === name),
  ];
  const [value] = values;
  if (value === undefined) throw new CliError(`Say which: user bulk ${name} <${group === undefined ? 'code' : 'id'}>.`);
  if (group !== undefined) return { kind: group[1], group: value };
  if (service === undefined) throw new CliError(`There is no bulk action ${name}.`);
  return { kind: service[1], services: [...values] };
}

/** `user bulk`: one thing is done to all who match, as a job of the server. */
export function addBulk(user: Command): void {
  inOrganization(user.command('bulk'))
    .description('do one thing to all users who match; exit code 1 when somebody was refused')
    .addArgument(new Argument('<action>').choices(actions))
    .argument('[values...]', 'codes of services, or the id of a group')
    .option('--search <text>', 'those whose login name, display name or e-mail address has it')
    .addOption(new Option('--status <status>', 'only those').choices(userStatusFilterSchema.options))
    .option('--everybody', 'all users of the organization')
    .action(async (name: string, values: readonly string[], options: BulkOptions) => {
      const { org, search, status, everybody } = options;
      if (search === undefined && status === undefined && everybody !== true)
        throw new CliError('Say whom: --search, --status or --everybody.');
      const call = connectApi();
      const matching = { search, status };
      const action = actionOf(name, values);
      const { total } = await call(routes.listUsers, { params: { org }, query: { ...matching, limit: 1 } });
      await confirm(`Do "${name}" to ${total} users?`, options);
      const body = { action, selection: { matching } };
      const job = await waitForJob(call, org, await call(routes.bulkUsers, { params: { org }, body }));
      const failures = await listFailures(call, org, job);
      print({ ...job, failures }, options, () => describeJob(job));
      for (const { loginName, userId = '', reason } of failures)
        process.stderr.write(`${loginName ?? userId}: ${reason}\n`);
      if (failures.length > 0 || job.state !== 'finished') process.exitCode = 1;
    });
}
