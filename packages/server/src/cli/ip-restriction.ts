import { routes, type IpRestrictions } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { formatTable, print } from './output.ts';

function say({ console: own, scim }: IpRestrictions): string {
  const shown = (networks: readonly string[]): string => (networks.length === 0 ? 'every address' : networks.join(' '));
  return formatTable(
    ['For', 'Allowed'],
    [
      ['console and admin API', shown(own)],
      ['SCIM endpoint', shown(scim)],
    ],
  );
}

function addShow(restriction: Command): void {
  inOrganization(restriction.command('show'))
    .description('show the networks that may reach the organization')
    .action(async (options: OrgOptions) => {
      const restrictions = await connectApi()(routes.getIpRestrictions, { params: { org: options.org } });
      print(restrictions, options, () => say(restrictions));
    });
}

interface SetOptions extends OrgOptions {
  readonly console?: string[];
  readonly scim?: string[];
}

/** `any` alone allows every address. */
function networksOf(given: readonly string[] | undefined, before: readonly string[]): string[] {
  if (given === undefined) return [...before];
  return given.length === 1 && given[0] === 'any' ? [] : [...given];
}

function addSet(restriction: Command): void {
  inOrganization(restriction.command('set'))
    .description('say which networks may reach the organization; what is not given stays as it is')
    .option('--console <network...>', 'for console and admin API, such as 192.0.2.0/24 2001:db8::/32, or any')
    .option('--scim <network...>', 'for the SCIM endpoint, or any')
    .action(async (options: SetOptions) => {
      if (options.console === undefined && options.scim === undefined) {
        throw new CliError('Say what to set: --console or --scim.');
      }
      const call = connectApi();
      const params = { org: options.org };
      const before = await call(routes.getIpRestrictions, { params });
      const body = {
        console: networksOf(options.console, before.console),
        scim: networksOf(options.scim, before.scim),
      };
      const restrictions = await call(routes.setIpRestrictions, { params, body });
      print(restrictions, options, () => say(restrictions));
    });
}

export function ipRestrictionCommand(): Command {
  const restriction = new Command('ip-restriction').description('the networks that may reach an organization');
  addShow(restriction);
  addSet(restriction);
  return restriction;
}
