import { setTimeout as sleep } from 'node:timers/promises';
import {
  accountStateSchema,
  routes,
  type AccountState,
  type AppImport,
  type ImportDecision,
  type ImportedAccount,
} from '@lockstep/admin-api';
import { Command, Option } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { findUser } from './find-user.ts';
import { formatTable, print } from './output.ts';

const inApplication = (command: Command): Command =>
  inOrganization(command).argument('<application>', 'the last part of its address');
const stateOption = (): Option =>
  new Option('--state <state>', 'only accounts that stand so').choices(accountStateSchema.options);
type ListOptions = OrgOptions & { readonly search?: string; readonly state?: AccountState };

interface Place {
  readonly org: string;
  readonly application: string;
}

function describe({ state, accounts, counts, error }: AppImport): string {
  const standing = accountStateSchema.options.filter((one) => counts[one] > 0).map((one) => `${one}: ${counts[one]}`);
  return [`${state}, ${accounts} accounts`, ...standing, ...(error === undefined ? [] : [error])].join('\n');
}

/** The last import once it runs no more. */
async function ended(params: Place): Promise<AppImport> {
  for (;;) {
    const { import: last } = await connectApi()(routes.getAppImport, { params });
    if (last === undefined) throw new CliError('Nothing was imported yet. Run "app import run".');
    if (last.state !== 'running') return last;
    await sleep(500);
  }
}

async function listAll(params: Place, { search, state }: ListOptions): Promise<ImportedAccount[]> {
  const call = connectApi();
  const accounts: ImportedAccount[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(routes.listImportedAccounts, { params, query: { limit: 200, cursor, search, state } });
    accounts.push(...page.accounts);
    cursor = page.next;
  } while (cursor !== undefined);
  return accounts;
}

function addReading(command: Command): void {
  inApplication(command.command('run'))
    .description('read the users of the application, match them with the directory, and wait for the end')
    .action(async (application: string, options: OrgOptions) => {
      const params = { org: options.org, application };
      await connectApi()(routes.startAppImport, {
        params,
        body: { exact: ['login-name', 'email'], partial: ['name', 'login-name-prefix'] },
      });
      const last = await ended(params);
      print(last, options, () => describe(last));
      if (last.state === 'failed') process.exitCode = 1;
    });
  inApplication(command.command('status'))
    .description('how the last import stands')
    .action(async (application: string, options: OrgOptions) => {
      const { import: last } = await connectApi()(routes.getAppImport, { params: { org: options.org, application } });
      print(last ?? null, options, () => (last === undefined ? 'Nothing was imported yet.' : describe(last)));
    });
  inApplication(command.command('list'))
    .description('accounts of the last import, and whose each may be')
    .option('--search <text>', 'login name, name or e-mail address')
    .addOption(stateOption())
    .action(async (application: string, options: ListOptions) => {
      const accounts = await listAll({ org: options.org, application }, options);
      const rows = accounts.map((one) => [
        one.userName,
        one.displayName,
        one.state,
        one.candidates.map(({ loginName }) => loginName).join(', '),
      ]);
      print(accounts, options, () => formatTable(['Login name', 'Display name', 'State', 'User'], rows));
    });
}

async function findAccount(params: Place, userName: string): Promise<ImportedAccount> {
  const found = (await listAll(params, { org: params.org, search: userName })).find(
    (one) => one.userName.toLowerCase() === userName.toLowerCase(),
  );
  if (found === undefined) throw new CliError(`The last import read no account ${userName}.`);
  return found;
}

const actions = {
  confirm: ['it belongs to a user of the directory', 'is linked'],
  create: ['make it a user of the directory', 'is a user now'],
  ignore: ['pass it over from now on', 'is ignored'],
  restore: ['take an ignored account up again', 'is no longer ignored'],
} as const;

/** The user named, or the only one that the account may belong to. */
async function userOf({ userName, candidates }: ImportedAccount, org: string, named?: string): Promise<string> {
  if (named === undefined) {
    const [only, another] = candidates;
    if (only === undefined || another !== undefined) throw new CliError(`Say whose ${userName} is, with --user.`);
    return only.userId;
  }
  return (await findUser(connectApi(), org, named)).id;
}

function addDecisions(command: Command): void {
  for (const action of ['confirm', 'create', 'ignore', 'restore'] as const) {
    const [what, done] = actions[action];
    const one = inApplication(command.command(action)).argument('<login-name>', 'of the account').description(what);
    if (action === 'confirm') one.option('--user <login-name>', 'whose it is, where it may be several people’s');
    one.action(async (application: string, name: string, options: OrgOptions & { user?: string }) => {
      const params = { org: options.org, application };
      const found = await findAccount(params, name);
      const decision: ImportDecision =
        action === 'confirm'
          ? { account: found.id, action: 'link', user: await userOf(found, options.org, options.user) }
          : { account: found.id, action };
      const answer = await connectApi()(routes.decideAppImport, { params, body: { decisions: [decision] } });
      const [refusal] = answer.refused;
      if (refusal !== undefined) throw new CliError(`${name} was refused: ${refusal.reason.replaceAll('_', ' ')}.`);
      print(answer, options, () => `${name} ${done}.`);
    });
  }
  inApplication(command.command('confirm-exact'))
    .description('confirm every exact match')
    .action(async (application: string, options: OrgOptions) => {
      const params = { org: options.org, application };
      let linked = 0;
      for (let more = true; more;) {
        const answer = await connectApi()(routes.decideAppImport, { params, body: { all: 'exact' } });
        linked += answer.linked;
        more = answer.more && answer.linked > 0;
      }
      print({ linked }, options, () => `${linked} accounts are linked.`);
    });
}

export function importCommand(): Command {
  const command = new Command('import').description(
    'users of an application, and to whom in the directory they belong',
  );
  addReading(command);
  addDecisions(command);
  return command;
}
