import { routes, scopeSchema, type ApiKey, type Scope } from '@lockstep/admin-api';
import { Command, Option } from 'commander';
import { connectApi } from './api.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { confirm } from './confirm.ts';
import { formatInstant, formatTable, print } from './output.ts';
import { parseValidity } from './validity.ts';

async function listAll(org: string): Promise<ApiKey[]> {
  const call = connectApi();
  const keys: ApiKey[] = [];
  let cursor: string | undefined;
  do {
    const page = await call(routes.listApiKeys, { params: { org }, query: { limit: 200, cursor } });
    keys.push(...page.apiKeys);
    cursor = page.next;
  } while (cursor !== undefined);
  return keys;
}

function addList(key: Command): void {
  inOrganization(key.command('list'))
    .description('list the API keys, the newest first')
    .action(async (options: OrgOptions) => {
      const keys = await listAll(options.org);
      const rows = keys.map((one) => [
        one.id,
        one.notes,
        one.enabled ? 'enabled' : 'disabled',
        one.expiresAt === undefined ? 'no expiry' : formatInstant(one.expiresAt),
        formatInstant(one.lastUsedAt),
      ]);
      print(keys, options, () => formatTable(['Id', 'Notes', 'State', 'Valid until', 'Last used'], rows));
    });
}

interface CreateOptions extends OrgOptions {
  readonly notes: string;
  readonly valid: ReturnType<typeof parseValidity>;
  readonly scope: Scope[];
}

function addCreate(key: Command): void {
  inOrganization(key.command('create'))
    .description('create an API key; it is shown this once')
    .option('--notes <text>', 'what the key is for', '')
    .requiredOption('--valid <period>', 'validity period: 30d, 1y, 2027-06-30 or never', parseValidity)
    .addOption(
      new Option('--scope <scope...>', 'what the key may do').choices(scopeSchema.options).makeOptionMandatory(),
    )
    .action(async ({ org, notes, valid: validity, scope: scopes, ...options }: CreateOptions) => {
      const body = { notes, validity, scopes };
      const created = await connectApi()(routes.createApiKey, { params: { org }, body });
      print(created, options, () => `API key:  ${created.key}\nKeep it now: it cannot be shown again.`);
    });
}

function addEnabling(key: Command, name: 'enable' | 'disable'): void {
  inOrganization(key.command(name))
    .description(`${name} an API key`)
    .argument('<id>', 'see "api-key list"')
    .action(async (id: string, options: OrgOptions) => {
      const changed = await connectApi()(routes.setApiKeyEnabled, {
        params: { org: options.org, key: id },
        body: { enabled: name === 'enable' },
      });
      print(changed, options, () => `The API key ${changed.notes} is ${changed.enabled ? 'enabled' : 'disabled'}.`);
    });
}

function addDelete(key: Command): void {
  inOrganization(key.command('delete'))
    .description('delete a disabled API key')
    .argument('<id>', 'see "api-key list"')
    .action(async (id: string, options: OrgOptions) => {
      await confirm(`Delete the API key ${id}?`, options);
      await connectApi()(routes.deleteApiKey, { params: { org: options.org, key: id } });
      print({ id }, options, () => 'Deleted the API key.');
    });
}

export function apiKeyCommand(): Command {
  const key = new Command('api-key').description('what automation signs in with');
  addList(key);
  addCreate(key);
  addEnabling(key, 'enable');
  addEnabling(key, 'disable');
  addDelete(key);
  return key;
}
