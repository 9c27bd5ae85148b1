import { routes, type AdminClient, type GroupRule } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { findGroupByName } from './group.ts';
import { formatTable, print } from './output.ts';

/** Throws {@link CliError} where there is none, or more than one: names of rules are not unique. */
async function findRule(call: AdminClient, org: string, name: string): Promise<GroupRule> {
  const { rules } = await call(routes.listGroupRules, { params: { org } });
  const found = rules.filter((rule) => rule.id === name || rule.name.toLowerCase() === name.toLowerCase());
  const [only] = found;
  if (only === undefined) throw new CliError(`The organization ${org} has no group rule ${name}.`);
  if (found.length > 1) throw new CliError(`There are ${found.length} group rules ${name}: name one by its id.`);
  return only;
}

function addSwitch(parent: Command, name: 'activate' | 'deactivate', description: string): void {
  inOrganization(parent.command(name))
    .description(description)
    .argument('<name>', 'name or id of the rule')
    .action(async (given: string, options: OrgOptions) => {
      const call = connectApi();
      const rule = await findRule(call, options.org, given);
      const params = { org: options.org, rule: rule.id };
      const changed = await call(routes.updateGroupRule, { params, body: { active: name === 'activate' } });
      print(changed, options, () => `The group rule ${changed.name} is ${changed.active ? 'active' : 'inactive'}.`);
    });
}

function addPreview(parent: Command): void {
  inOrganization(parent.command('preview'))
    .description('whom an expression would choose')
    .argument('<expression>', 'in the Okta Expression Language; gives true or false')
    .action(async (expression: string, options: OrgOptions) => {
      const found = await connectApi()(routes.previewGroupRule, { params: { org: options.org }, body: { expression } });
      const [fault] = found.faults;
      if (fault !== undefined) throw new CliError(`At character ${fault.start + 1}: ${fault.message}`);
      print(found, options, () => {
        const rows = found.examples.map(({ loginName, displayName }) => [loginName, displayName]);
        const summary = `${found.matching} of ${found.looked} people`;
        return `${formatTable(['Login name', 'Display name'], rows)}\n${summary}${found.complete ? '' : ' looked at'}`;
      });
    });
}

function addCreate(parent: Command): void {
  inOrganization(parent.command('create'))
    .description('add a rule; it does nothing until it is activated')
    .argument('<name>')
    .requiredOption('--expression <expression>', 'in the Okta Expression Language; gives true or false')
    .requiredOption('--group <name...>', 'whose members the people become')
    .action(async (name: string, options: OrgOptions & { expression: string; group: string[] }) => {
      const call = connectApi();
      const groups: string[] = [];
      for (const one of options.group) groups.push((await findGroupByName(call, options.org, one)).id);
      const { org, expression } = options;
      const made = await call(routes.createGroupRule, { params: { org }, body: { name, expression, groups } });
      print(made, options, () => `Added the group rule ${made.name}. It is inactive.`);
    });
}

export function groupRuleCommand(): Command {
  const parent = new Command('group-rule').description('rules that make people members of groups');
  inOrganization(parent.command('list'))
    .description('list the rules')
    .action(async (options: OrgOptions) => {
      const found = await connectApi()(routes.listGroupRules, { params: { org: options.org } });
      const rows = found.rules.map(({ name, active, expression, groups, members }) => [
        name,
        active ? 'active' : 'inactive',
        expression,
        groups.map(({ displayName }) => displayName).join(', '),
        String(members),
      ]);
      print(found, options, () => formatTable(['Name', 'Status', 'Expression', 'Groups', 'Members'], rows));
    });
  addCreate(parent);
  addSwitch(parent, 'activate', 'make people members as the rule says, from now on');
  addSwitch(parent, 'deactivate', 'look at nobody any more; memberships stay as they are');
  addPreview(parent);
  inOrganization(parent.command('delete'))
    .description('delete a rule')
    .argument('<name>', 'name or id of the rule')
    .option('--remove-members', 'who is a member by this rule alone leaves the groups')
    .action(async (given: string, options: OrgOptions & { removeMembers?: boolean }) => {
      const call = connectApi();
      const rule = await findRule(call, options.org, given);
      await confirm(`Delete the group rule ${rule.name} with ${rule.members} members by it?`, options);
      const query = { members: options.removeMembers === true ? 'remove' : 'keep' } as const;
      await call(routes.deleteGroupRule, { params: { org: options.org, rule: rule.id }, query });
      print({ id: rule.id }, options, () => `Deleted the group rule ${rule.name}.`);
    });
  return parent;
}
