import { linkActions, linkStates, routes, type Link, type LinkAction } from '@lockstep/admin-api';
import { Command, Option } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { confirm } from './confirm.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { formatInstant, formatTable, print } from './output.ts';

const paramsOf = (org: string): { org: string; connection: string } => ({ org, connection: 'default' });

type State = Link['state'] | 'held';

async function listAll(org: string, state: State | undefined, search?: string): Promise<Link[]> {
  const call = connectApi();
  const links: Link[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 200, state, search, cursor };
    const page = await call(routes.listLinks, { params: paramsOf(org), query });
    links.push(...page.links);
    cursor = page.next;
  } while (cursor !== undefined);
  return links;
}

function addList(link: Command): void {
  inOrganization(link.command('list'))
    .description('how every user stands to the connection')
    .addOption(new Option('--state <state>', 'only these').choices([...linkStates, 'held']))
    .action(async (options: OrgOptions & { state?: State }) => {
      const links = await listAll(options.org, options.state);
      const rows = links.map((one) => [
        one.loginName,
        one.state,
        formatInstant(one.since),
        one.cause === undefined ? '' : `${one.cause.request} by ${one.cause.actor.name}`,
        one.heldLoginName === undefined ? '' : `wants to be ${one.heldLoginName}`,
      ]);
      print(links, options, () => formatTable(['Login name', 'State', 'Since', 'Cause', ''], rows));
    });
}

/** What each action does, and what to ask before those that cannot be taken back. */
const descriptions: Readonly<Record<LinkAction, { readonly what: string; readonly question?: string }>> = {
  restore: { what: 'bring back a user who was deleted here', question: 'Create the user again as it was?' },
  allow_again: {
    what: 'let the identity provider create a user anew who was deleted here',
    question: 'What the user was before is then forgotten. Go on?',
  },
  relink: { what: 'tie a user to the connection' },
  forget: { what: 'untie a user, who stays' },
  approve_login_name: { what: 'take the login name that the identity provider wants' },
  discard_login_name: { what: 'drop the login name that the identity provider wants' },
};

async function act(action: LinkAction, loginName: string, options: OrgOptions): Promise<void> {
  const matches = await listAll(options.org, undefined, loginName);
  const found = matches.filter((one) => one.loginName.toLowerCase() === loginName.toLowerCase());
  const wanted = action === 'restore' || action === 'allow_again';
  const one = found.find(({ state }) => (state === 'tombstoned') === wanted) ?? found[0];
  if (one === undefined) throw new CliError(`The organization ${options.org} has no user ${loginName}.`);
  const { question } = descriptions[action];
  if (question !== undefined) await confirm(`${one.loginName}: ${question}`, options);
  const params = { ...paramsOf(options.org), user: one.userId };
  const { link } = await connectApi()(routes.actOnLink, { params, body: { action } });
  print(link ?? {}, options, () =>
    link === undefined ? `${one.loginName} may be created again.` : `${link.loginName} is ${link.state}.`,
  );
}

export function linkCommand(): Command {
  const link = new Command('link').description('the link ledger: what ties users to the connection');
  addList(link);
  for (const action of linkActions) {
    inOrganization(link.command(action.replaceAll('_', '-')))
      .description(descriptions[action].what)
      .argument('<login-name>', 'see "link list"')
      .action((loginName: string, options: OrgOptions) => act(action, loginName, options));
  }
  return link;
}
