import { roleSchema, routes, type Administrator, type Role } from '@lockstep/admin-api';
import { Command, Option } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { findUser } from './find-user.ts';
import { formatInstant, formatTable, print } from './output.ts';

const roleOption = (): Option => new Option('--role <role>', 'what they may do').choices(roleSchema.options);

async function listAll(org: string): Promise<Administrator[]> {
  const call = connectApi();
  const administrators: Administrator[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(routes.listAdministrators, { params: { org }, query: { limit: 200, cursor } });
    administrators.push(...page.administrators);
    cursor = page.next;
  } while (cursor !== undefined);
  return administrators;
}

async function find(org: string, email: string): Promise<Administrator> {
  const found = (await listAll(org)).find((one) => one.email === email.toLowerCase());
  if (found === undefined) throw new CliError(`The organization ${org} has no administrator ${email}.`);
  return found;
}

function addList(administrator: Command): void {
  inOrganization(administrator.command('list'))
    .description('list the administrators')
    .action(async (options: OrgOptions) => {
      const administrators = await listAll(options.org);
      const rows = administrators.map(({ email, name, role, state, user }) => [
        email,
        name,
        role,
        state,
        user?.loginName ?? '',
      ]);
      print(administrators, options, () =>
        formatTable(['E-mail address', 'Name', 'Role', 'State', 'User of the directory'], rows),
      );
    });
}

interface InviteOptions extends OrgOptions {
  readonly role: Role;
  readonly user?: string;
}

function addInvite(administrator: Command): void {
  inOrganization(administrator.command('invite'))
    .description('invite an administrator; the link is shown this once')
    .argument('<email>', 'who is invited')
    .addOption(roleOption().makeOptionMandatory())
    .option('--user <login-name>', 'the user of the directory with whom the role rests and ends')
    .action(async (email: string, options: InviteOptions) => {
      const call = connectApi();
      const { org, role, user } = options;
      const tied = user === undefined ? {} : { user: (await findUser(call, org, user)).id };
      const invitation = await call(routes.createInvitation, { params: { org }, body: { email, role, ...tied } });
      print(
        invitation,
        options,
        () => `Send ${invitation.email} this link, until ${formatInstant(invitation.expiresAt)}:\n${invitation.link}`,
      );
    });
}

function addChange(administrator: Command): void {
  inOrganization(administrator.command('change'))
    .description('give an administrator another role')
    .argument('<email>')
    .addOption(roleOption().makeOptionMandatory())
    .action(async (email: string, options: OrgOptions & { readonly role: Role }) => {
      const { org, role } = options;
      const { id } = await find(org, email);
      const params = { org, administrator: id };
      const changed = await connectApi()(routes.updateAdministrator, { params, body: { role } });
      print(changed, options, () => `${changed.email} is ${changed.role}.`);
    });
}

function addRemove(administrator: Command): void {
  inOrganization(administrator.command('remove'))
    .description('take the role of an administrator away')
    .argument('<email>')
    .action(async (email: string, options: OrgOptions) => {
      const { org } = options;
      const { id, name } = await find(org, email);
      await confirm(`Remove ${name} (${email})? Sessions and API keys end at once.`, options);
      await connectApi()(routes.removeAdministrator, { params: { org, administrator: id } });
      print({ email }, options, () => `${name} is no administrator of ${org} any more.`);
    });
}

export function administratorCommand(): Command {
  const administrator = new Command('administrator').description('who administers an organization');
  for (const add of [addList, addInvite, addChange, addRemove]) add(administrator);
  return administrator;
}
