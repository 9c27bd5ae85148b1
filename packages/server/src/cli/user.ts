import {
  routes,
  userStatusFilterSchema,
  type AdminClient,
  type User,
  type UserStatusFilter,
} from '@lockstep/admin-api';
import { Command, Option } from 'commander';
import { connectApi } from './api.ts';
import { confirm } from './confirm.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { findUser } from './find-user.ts';
import { formatInstant, formatTable, print } from './output.ts';
import { addBulk } from './user-bulk.ts';
import { addImport } from './user-import.ts';

async function listAll(call: AdminClient, org: string): Promise<User[]> {
  const users: User[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(routes.listUsers, {
      params: { org },
      query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) },
    });
    users.push(...page.users);
    cursor = page.next;
  } while (cursor !== undefined);
  return users;
}

/** What can be done to the status of a user. */
const statusActions = ['deactivate', 'activate', 'suspend', 'unsuspend'] as const;

async function setStatus(
  loginName: string,
  action: (typeof statusActions)[number],
  options: OrgOptions,
): Promise<void> {
  const call = connectApi();
  const { id } = await findUser(call, options.org, loginName);
  const user = await call(routes.setUserStatus, { params: { org: options.org, user: id }, body: { action } });
  const shown = user.status === 'deactivated' ? 'inactive' : user.status;
  print(user, options, () => `${user.loginName} (${user.displayName}) is ${shown}.`);
}

function addList(user: Command): void {
  inOrganization(user.command('list'))
    .description('list the users')
    .action(async (options: OrgOptions) => {
      const users = await listAll(connectApi(), options.org);
      const rows = users.map((one) => [
        one.loginName,
        one.displayName,
        one.status === 'deactivated' ? 'inactive' : one.status,
        one.email,
      ]);
      print(users, options, () => formatTable(['Login name', 'Display name', 'Status', 'E-mail address'], rows));
    });
}

/** Gathers what `--service` is given, each time it is given. */
function collectService(code: string, before: readonly string[] = []): string[] {
  return [...new Set([...before, code])];
}

interface CreateOptions extends OrgOptions {
  readonly loginName: string;
  readonly displayName: string;
  readonly surname?: string;
  readonly givenName?: string;
  readonly email?: string;
  readonly service?: string[];
  readonly inactive?: boolean;
  readonly staged?: boolean;
}

function addCreate(user: Command): void {
  inOrganization(user.command('create'))
    .description('add a user')
    .requiredOption('--login-name <name>', 'unique in the organization')
    .requiredOption('--display-name <name>', 'the name that others see')
    .option('--surname <name>')
    .option('--given-name <name>')
    .option('--email <address>')
    .option('--service <code>', 'an available service, as "service list" has it; may be repeated', collectService)
    .option('--inactive', 'the user may not sign in yet')
    .option('--staged', 'the user is not active before it is activated')
    .action(async (options: CreateOptions) => {
      const { org, loginName, displayName, surname, givenName, email, service, inactive, staged } = options;
      const body = { loginName, displayName, surname, givenName, email, active: inactive !== true };
      const created = await connectApi()(routes.createUser, {
        params: { org },
        body: { ...body, availableServices: service, staged },
      });
      print(created, options, () => `Added ${created.loginName} (${created.displayName}).`);
    });
}

function addDelete(user: Command): void {
  inOrganization(user.command('delete'))
    .description('delete a user')
    .argument('<login-name>')
    .action(async (loginName: string, options: OrgOptions) => {
      const call = connectApi();
      const found = await findUser(call, options.org, loginName);
      const question = `Delete ${found.loginName} (${found.displayName}) for good? "user deactivate" keeps the account.`;
      await confirm(question, options);
      await call(routes.deleteUser, { params: { org: options.org, user: found.id } });
      print({ id: found.id }, options, () => `Deleted ${found.loginName} (${found.displayName}).`);
    });
}

function addInvite(user: Command): void {
  inOrganization(user.command('invite'))
    .description('invite a user to sign in to the own account; the link is shown this once')
    .argument('<login-name>')
    .option('--email <address>', 'that of the user when not given')
    .action(async (loginName: string, options: OrgOptions & { readonly email?: string }) => {
      const call = connectApi();
      const { org, email } = options;
      const { id } = await findUser(call, org, loginName);
      const invitation = await call(routes.inviteUser, { params: { org, user: id }, body: { email } });
      print(
        invitation,
        options,
        () => `Send ${invitation.email} this link, until ${formatInstant(invitation.expiresAt)}:\n${invitation.link}`,
      );
    });
}

function addExport(user: Command): void {
  inOrganization(user.command('export'))
    .description('print the users as CSV, as "import" takes it')
    .option('--search <text>', 'only those whose login name, display name or e-mail address has it')
    .addOption(new Option('--status <status>', 'only those').choices(userStatusFilterSchema.options))
    .action(async (options: OrgOptions & { readonly search?: string; readonly status?: UserStatusFilter }) => {
      const { org, search, status } = options;
      process.stdout.write(await connectApi()(routes.exportUsers, { params: { org }, query: { search, status } }));
    });
}

export function userCommand(): Command {
  const user = new Command('user').description('users of an organization');
  addList(user);
  addCreate(user);
  for (const action of statusActions) {
    inOrganization(user.command(action))
      .description(`${action} a user`)
      .argument('<login-name>')
      .action((loginName: string, options: OrgOptions) => setStatus(loginName, action, options));
  }
  addDelete(user);
  addInvite(user);
  addBulk(user);
  addImport(user);
  addExport(user);
  return user;
}
