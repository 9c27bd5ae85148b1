import { routes, type ApiToken } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { CliError } from './cli-error.ts';
import { confirm } from './confirm.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { formatInstant, formatTable, print } from './output.ts';
import { parseValidity } from './validity.ts';

const paramsOf = (org: string): { org: string; connection: string } => ({ org, connection: 'default' });

async function listTokens(org: string): Promise<ApiToken[]> {
  const { tokens } = await connectApi()(routes.listApiTokens, { params: paramsOf(org) });
  return tokens;
}

function describe(token: ApiToken): string {
  return `${token.prefix}… (${token.notes === '' ? 'no notes' : token.notes})`;
}

async function setEnabled(id: string, enabled: boolean, options: OrgOptions): Promise<void> {
  const token = await connectApi()(routes.changeApiToken, {
    params: { ...paramsOf(options.org), token: id },
    body: { enabled },
  });
  print(token, options, () => `${enabled ? 'Enabled' : 'Disabled'} the API token ${describe(token)}.`);
}

interface CreateOptions {
  readonly notes: string;
  readonly valid: ReturnType<typeof parseValidity>;
  readonly network?: string[];
}

function addCreate(token: Command): void {
  inOrganization(token.command('create'))
    .description('create an API token; it is shown this once')
    .option('--notes <text>', 'what the token is for', '')
    .option('--network <cidr...>', 'addresses or networks that the token may be used from; all when not given')
    .requiredOption('--valid <period>', 'validity period: 30d, 1y, 2027-06-30 or never', parseValidity)
    .action(async (options: OrgOptions & CreateOptions) => {
      const { org, notes, valid: validity, network: networks } = options;
      const created = await connectApi()(routes.createApiToken, {
        params: paramsOf(org),
        body: { notes, validity, networks },
      });
      print(created, options, () =>
        [
          `API token:      ${created.token}`,
          `SCIM endpoint:  ${created.endpoint}`,
          `Valid until:    ${created.expiresAt === undefined ? 'no expiry' : formatInstant(created.expiresAt)}`,
          'Keep the token now: it cannot be shown again.',
        ].join('\n'),
      );
    });
}

function addDelete(token: Command): void {
  inOrganization(token.command('delete'))
    .description('delete a disabled API token')
    .argument('<id>', 'see "token list"')
    .action(async (id: string, options: OrgOptions) => {
      const found = (await listTokens(options.org)).find((one) => one.id === id);
      if (found === undefined) throw new CliError(`The organization ${options.org} has no API token ${id}.`);
      const use =
        found.lastUsedAt === undefined ? 'It was never used.' : `It was last used ${formatInstant(found.lastUsedAt)}.`;
      await confirm(`Delete the API token ${describe(found)}? ${use}`, options);
      await connectApi()(routes.deleteApiToken, { params: { ...paramsOf(options.org), token: id } });
      print({ id }, options, () => `Deleted the API token ${describe(found)}.`);
    });
}

export function tokenCommand(): Command {
  const token = new Command('token').description('API tokens of an organization');
  addCreate(token);
  inOrganization(token.command('list'))
    .description('list the API tokens, newest first')
    .action(async (options: OrgOptions) => {
      const tokens = await listTokens(options.org);
      const rows = tokens.map((one) => [
        one.id,
        `${one.prefix}…`,
        one.state,
        formatInstant(one.expiresAt),
        formatInstant(one.lastUsedAt),
        one.notes,
      ]);
      print(tokens, options, () => formatTable(['Id', 'Token', 'State', 'Expires', 'Last used', 'Notes'], rows));
    });
  for (const [name, enabled] of [
    ['disable', false],
    ['enable', true],
  ] as const) {
    inOrganization(token.command(name))
      .description(`${name} an API token`)
      .argument('<id>', 'see "token list"')
      .action((id: string, options: OrgOptions) => setEnabled(id, enabled, options));
  }
  addDelete(token);
  return token;
}
