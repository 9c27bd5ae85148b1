import { routes } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { formatInstant, formatTable, print } from './output.ts';

interface ListOptions extends OrgOptions {
  readonly user?: string;
  readonly status?: string;
}

/** `lockstep requests`: what identity providers sent, newest first. */
export function requestsCommand(): Command {
  const requests = new Command('requests').description('what identity providers sent over SCIM');
  inOrganization(requests.command('list'))
    .description('list the newest 200 recorded requests that match')
    .option('--user <user>', 'about this login name or user id')
    .option('--status <status>', 'a status such as 409, or ok, refused, failed')
    .action(async (options: ListOptions) => {
      const { org, user, status } = options;
      const { exchanges } = await connectApi()(routes.listExchanges, {
        params: { org, connection: 'default' },
        query: { limit: 200, ...(user === undefined ? {} : { user }), ...(status === undefined ? {} : { status }) },
      });
      const rows = exchanges.map((one) => [
        formatInstant(one.at),
        String(one.status),
        one.client,
        one.token?.name ?? '',
        `${one.method} ${one.path}`,
        one.detail ?? '',
      ]);
      const header = ['Time', 'Status', 'Client', 'API token', 'Request', 'Answer'];
      print(exchanges, options, () => formatTable(header, rows));
    });
  return requests;
}
