import {
  existingGroupSchema,
  routes,
  ruleOperatorSchema,
  targetGroupSchema,
  type PushedGroup,
  type PushRule,
} from '@lockstep/admin-api';
import { Argument, Command, Option } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { findGroupByName } from './group.ts';
import { formatInstant, formatTable, print } from './output.ts';

type ExistingOptions = OrgOptions & { readonly existing: 'link' | 'task' };
type TargetOptions = OrgOptions & { readonly targetGroup: 'leave' | 'delete' };

const inApplication = (command: Command): Command =>
  inOrganization(command).argument('<application>', 'the last part of its address');
const existingOption = (): Option =>
  new Option('--existing <what>', 'where the application has a group of that name: link it, or make a task')
    .choices(existingGroupSchema.options)
    .default('link');
const targetOption = (): Option =>
  new Option('--target-group <what>', 'what becomes of the group of the application')
    .choices(targetGroupSchema.options)
    .makeOptionMandatory();
interface Place {
  readonly org: string;
  readonly application: string;
}
const placeOf = ({ org }: OrgOptions, application: string): Place => ({ org, application });

async function listAll(params: Place): Promise<PushedGroup[]> {
  const call = connectApi();
  const groups: PushedGroup[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(routes.listPushedGroups, { params, query: { limit: 200, cursor } });
    groups.push(...page.groups);
    cursor = page.next;
  } while (cursor !== undefined);
  return groups;
}

async function findPushed(params: Place, name: string): Promise<PushedGroup> {
  const found = (await listAll(params)).find(({ displayName }) => displayName.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new CliError(`The application ${params.application} has no pushed group ${name}.`);
  return found;
}

function addLists(push: Command): void {
  inApplication(push.command('list'))
    .description('pushed groups and where each stands')
    .action(async (application: string, options: OrgOptions) => {
      const groups = await listAll(placeOf(options, application));
      const rows = groups.map((one) => [
        one.displayName,
        one.syncState,
        String(one.members),
        formatInstant(one.pushedAt),
        one.error?.message ?? (one.refused > 0 ? `${one.refused} members refused` : ''),
      ]);
      print(groups, options, () => formatTable(['Name', 'State', 'Members', 'Last push', ''], rows));
    });
  inApplication(push.command('target-groups'))
    .description('ask the application which groups it has')
    .action(async (application: string, options: OrgOptions) => {
      const answer = await connectApi()(routes.listApplicationGroups, { params: placeOf(options, application) });
      if (answer.problem !== undefined) throw new CliError(answer.problem);
      const rows = answer.groups.map(({ displayName, remoteId, linkedTo = '' }) => [displayName, remoteId, linkedTo]);
      print(answer, options, () => formatTable(['Name', 'Id', 'Linked to'], rows));
    });
}

function addPushes(push: Command): void {
  inApplication(push.command('add'))
    .description('push a group by its name')
    .argument('<group>', 'see "group list"')
    .addOption(existingOption())
    .option('--link <id>', 'link this group of the application, see "target-groups"')
    .action(async (application: string, name: string, options: ExistingOptions & { link?: string }) => {
      const call = connectApi();
      const { id, displayName } = await findGroupByName(call, options.org, name);
      const { link: remoteId, existing } = options;
      const body = { groups: [id], existing, ...(remoteId === undefined ? {} : { remoteId }) };
      const answer = await call(routes.pushGroups, { params: placeOf(options, application), body });
      print(answer, options, () => `${displayName} is pushed.`);
    });
  inApplication(push.command('now'))
    .description('push one group, or all, now')
    .argument('[group]')
    .action(async (application: string, name: string | undefined, options: OrgOptions) => {
      const group = name === undefined ? undefined : (await findPushed(placeOf(options, application), name)).groupId;
      const body = group === undefined ? {} : { group };
      const answer = await connectApi()(routes.pushNow, { params: placeOf(options, application), body });
      print(answer, options, () => `${answer.pushed} groups are being pushed.`);
    });
  for (const [command, active] of [
    ['pause', false],
    ['resume', true],
  ] as const) {
    inApplication(push.command(command))
      .description(active ? 'go on with the push of a group' : 'push a group no more until it is resumed')
      .argument('<group>')
      .action(async (application: string, name: string, options: OrgOptions) => {
        const { groupId: group, displayName } = await findPushed(placeOf(options, application), name);
        await connectApi()(routes.setPushActive, {
          params: { ...placeOf(options, application), group },
          body: { active },
        });
        print({ group, active }, options, () => `The push of ${displayName} ${active ? 'goes on' : 'is paused'}.`);
      });
  }
  for (const [command, pushGroups] of [
    ['on', true],
    ['off', false],
  ] as const) {
    inApplication(push.command(command))
      .description(pushGroups ? 'push the groups that are chosen' : 'send nothing of any group')
      .action(async (application: string, options: OrgOptions) => {
        await connectApi()(routes.updateApplication, { params: placeOf(options, application), body: { pushGroups } });
        print({ pushGroups }, options, () => `Push Groups is ${command}.`);
      });
  }
  inApplication(push.command('unlink'))
    .description('stop pushing a group')
    .argument('<group>')
    .addOption(targetOption())
    .action(async (application: string, name: string, options: TargetOptions) => {
      const { groupId: group, displayName } = await findPushed(placeOf(options, application), name);
      const { targetGroup } = options;
      if (targetGroup === 'delete') await confirm(`Delete the group ${displayName} of the application?`, options);
      await connectApi()(routes.unlinkGroup, {
        params: { ...placeOf(options, application), group },
        body: { targetGroup },
      });
      print({ group }, options, () => `${displayName} is unlinked.`);
    });
}

const ruleText = ({ operator, pattern }: Pick<PushRule, 'operator' | 'pattern'>): string => `${operator} "${pattern}"`;

function ruleCommand(): Command {
  const rule = new Command('rule').description('rules that choose groups by their names, present and future');
  inApplication(rule.command('list'))
    .description('the rules of an application')
    .action(async (application: string, options: OrgOptions) => {
      const { rules } = await connectApi()(routes.listPushRules, { params: placeOf(options, application) });
      const rows = rules.map((one) => [one.id, one.operator, one.pattern, String(one.groups)]);
      print(rules, options, () => formatTable(['Id', 'Group name', '', 'Groups'], rows));
    });
  inApplication(rule.command('add'))
    .description('push every group whose name fits')
    .addArgument(new Argument('<operator>').choices(ruleOperatorSchema.options))
    .argument('<text>', 'a part of the name; with "matches", a regular expression for all of it')
    .addOption(existingOption())
    .action(async (application: string, operator: PushRule['operator'], pattern: string, options: ExistingOptions) => {
      const body = { operator, pattern, existing: options.existing };
      const answer = await connectApi()(routes.createPushRule, { params: placeOf(options, application), body });
      print(answer, options, () => `Groups are pushed whose name ${ruleText(body)}.`);
    });
  inApplication(rule.command('remove'))
    .description('remove a rule and unlink its groups')
    .argument('<id>', 'see "rule list"')
    .addOption(targetOption())
    .action(async (application: string, id: string, options: TargetOptions) => {
      const { targetGroup: targetGroups } = options;
      if (targetGroups === 'delete') await confirm('Delete the groups of the application that it chose?', options);
      await connectApi()(routes.deletePushRule, {
        params: { ...placeOf(options, application), rule: id },
        query: { targetGroups },
      });
      print({ id }, options, () => 'The rule is removed.');
    });
  return rule;
}

export function pushCommand(): Command {
  const push = new Command('push').description('group push: groups that are kept in step at an application');
  addLists(push);
  addPushes(push);
  push.addCommand(ruleCommand());
  return push;
}
