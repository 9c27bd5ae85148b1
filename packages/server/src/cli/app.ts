import { routes, type AdminClient, type AppAttribute, type AppUser, type AssignedValues } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { importCommand } from './app-import.ts';
import { pushCommand } from './app-push.ts';
import { addSyncCommands } from './app-sync.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { findUser } from './find-user.ts';
import { findGroupByName } from './group.ts';
import { formatInstant, formatTable, print } from './output.ts';

interface Place {
  readonly org: string;
  readonly application: string;
}

/** `title=Boss` by the attribute's type; a list is written with commas. */
function valueOf(text: string, attributes: readonly AppAttribute[]): readonly [string, AssignedValues[string]] {
  const end = text.lastIndexOf('=');
  const target = text.slice(0, end);
  const attribute = attributes.find((one) => one.target === target || one.label === target);
  if (end < 1 || attribute === undefined) throw new CliError(`There is no attribute for ${JSON.stringify(text)}.`);
  const value = text.slice(end + 1);
  switch (attribute.type) {
    case 'string-array':
      return [attribute.target, value.split(',').filter((one) => one !== '')];
    case 'boolean':
      return [attribute.target, value === 'true'];
    case 'integer':
    case 'number':
      return [attribute.target, Number(value)];
    case 'string':
      return [attribute.target, value];
    default:
      return attribute.type satisfies never;
  }
}

async function valuesOf(call: AdminClient, place: Place, texts: readonly string[]): Promise<AssignedValues> {
  if (texts.length === 0) return {};
  const { settings } = await call(routes.getProfileSettings, { params: place });
  return Object.fromEntries(texts.map((text) => valueOf(text, settings.attributes)));
}

interface AssignOptions extends OrgOptions {
  readonly user?: string;
  readonly group?: string;
  readonly loginName?: string;
  readonly value?: string[];
}

const gather = (text: string, before: readonly string[] = []): string[] => [...before, text];

async function assign(application: string, options: AssignOptions): Promise<void> {
  const { org, user, group, loginName, value = [] } = options;
  if ((user === undefined) === (group === undefined)) throw new CliError('Name one: --user or --group.');
  const call = connectApi();
  const place = { org, application };
  const values = await valuesOf(call, place, value);
  if (group !== undefined) {
    const found = await findGroupByName(call, org, group);
    await call(routes.assignGroup, { params: { ...place, group: found.id }, body: { values } });
    print({ group: found.id, values }, options, () => `Assigned the group ${found.displayName}.`);
    return;
  }
  const { id } = await findUser(call, org, user ?? '');
  const body = { ...(loginName === undefined ? {} : { loginName }), ...(value.length === 0 ? {} : { values }) };
  const assignment = await call(routes.assignUser, { params: { ...place, user: id }, body });
  print(assignment, options, () => `Assigned ${user ?? ''}.`);
}

async function unassign(application: string, options: AssignOptions): Promise<void> {
  const { org, user, group } = options;
  if ((user === undefined) === (group === undefined)) throw new CliError('Name one: --user or --group.');
  const call = connectApi();
  const place = { org, application };
  const { lifecycle } = await call(routes.getApplication, { params: place });
  await confirm(`Unassign ${user ?? group ?? ''}? Accounts at the application: ${lifecycle.unassign}.`, options);
  if (group !== undefined) {
    const found = await findGroupByName(call, org, group);
    await call(routes.unassignGroup, { params: { ...place, group: found.id } });
    print({ group: found.id }, options, () => `Unassigned the group ${found.displayName}.`);
    return;
  }
  const { id } = await findUser(call, org, user ?? '');
  await call(routes.unassignUser, { params: { ...place, user: id } });
  print({ user: id }, options, () => `Unassigned ${user ?? ''}.`);
}

function sourceOf({ source }: AppUser): string {
  if (source === undefined) return '';
  return source.kind === 'personal' ? 'personal' : source.group.displayName;
}

async function listPeople(application: string, options: OrgOptions): Promise<void> {
  const call = connectApi();
  const people: AppUser[] = [];
  let cursor: string | undefined;
  do {
    const params = { org: options.org, application };
    const page = await call(routes.listAppUsers, { params, query: { limit: 200, cursor } });
    people.push(...page.users);
    cursor = page.next;
  } while (cursor !== undefined);
  const rows = people.map((one) => [
    one.loginName,
    sourceOf(one),
    one.status,
    one.syncState,
    one.end?.deleteAt === undefined ? '' : `to be deleted ${formatInstant(one.end.deleteAt)}`,
  ]);
  print(people, options, () => formatTable(['Login name', 'Assigned by', 'Status', 'State', ''], rows));
}

async function listGroups(application: string, options: OrgOptions): Promise<void> {
  const params = { org: options.org, application };
  const { groups } = await connectApi()(routes.listGroupAssignments, { params });
  const rows = groups.map(({ priority, group, members }) => [String(priority), group.displayName, String(members)]);
  print(groups, options, () => formatTable(['Priority', 'Group', 'Members'], rows));
}

function addChoice(command: Command): Command {
  return inOrganization(command)
    .argument('<application>', 'the last part of its address')
    .option('--user <login-name>', 'one person')
    .option('--group <name>', 'everybody in the group');
}

export function appCommand(): Command {
  const app = new Command('app').description('applications of an organization');
  addChoice(app.command('assign'))
    .description('assign a person or a group; one that is assigned gets the values')
    .option('--login-name <name>', 'at the application, of a person')
    .option('--value <attribute=value>', 'a value of the assignment; a list with commas; may be repeated', gather)
    .action(assign);
  addChoice(app.command('unassign')).description('unassign a person or a group').action(unassign);
  inOrganization(app.command('people'))
    .description('people of an application, what assigns each, and where each stands')
    .argument('<application>')
    .action(listPeople);
  inOrganization(app.command('groups'))
    .description('groups that are assigned, in the order of their priority')
    .argument('<application>')
    .action(listGroups);
  app.addCommand(importCommand());
  addSyncCommands(app);
  app.addCommand(pushCommand());
  return app;
}
