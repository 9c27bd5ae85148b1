import { routes, type AdminClient, type Group } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { formatTable, print } from './output.ts';

async function listAll(call: AdminClient, org: string, search?: string): Promise<Group[]> {
  const groups: Group[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(routes.listGroups, { params: { org }, query: { limit: 200, search, cursor } });
    groups.push(...page.groups);
    cursor = page.next;
  } while (cursor !== undefined);
  return groups;
}

/** Throws {@link CliError} where there is none. */
export async function findGroupByName(call: AdminClient, org: string, name: string): Promise<Group> {
  const found = (await listAll(call, org, name)).find(
    ({ displayName }) => displayName.toLowerCase() === name.toLowerCase(),
  );
  if (found === undefined) throw new CliError(`The organization ${org} has no group ${name}.`);
  return found;
}

export function groupCommand(): Command {
  const group = new Command('group').description('groups (roles) of an organization');
  inOrganization(group.command('list'))
    .description('list the groups')
    .action(async (options: OrgOptions) => {
      const groups = await listAll(connectApi(), options.org);
      const rows = groups.map(({ displayName, members }) => [displayName, String(members)]);
      print(groups, options, () => formatTable(['Name', 'Members'], rows));
    });
  inOrganization(group.command('create'))
    .description('add a group')
    .argument('<name>', 'unique in the organization')
    .action(async (displayName: string, options: OrgOptions) => {
      const created = await connectApi()(routes.createGroup, { params: { org: options.org }, body: { displayName } });
      print(created, options, () => `Added the group ${created.displayName}.`);
    });
  inOrganization(group.command('delete'))
    .description('delete a group; its members stay users')
    .argument('<name>')
    .action(async (name: string, options: OrgOptions) => {
      const call = connectApi();
      const found = await findGroupByName(call, options.org, name);
      await confirm(`Delete the group ${found.displayName} of ${found.members} members?`, options);
      await call(routes.deleteGroup, { params: { org: options.org, group: found.id } });
      print({ id: found.id }, options, () => `Deleted the group ${found.displayName}.`);
    });
  return group;
}
