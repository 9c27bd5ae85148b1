import { routes, type Health } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { formatInstant, formatTable, print } from './output.ts';

const quarantine = {
  clear: 'Microsoft Entra ID would go on.',
  watch: 'Microsoft Entra ID would soon quarantine.',
  quarantine: 'Microsoft Entra ID would quarantine.',
} as const;

/** Hours without a request are left out. */
function say({ lastRequestAt, silent, hours, writes, failedWrites, quarantine: verdict }: Health): string {
  const rows = hours
    .filter(({ requests }) => requests > 0)
    .map(({ hour, requests, refused, failed }) => [
      formatInstant(hour),
      String(requests),
      String(refused),
      String(failed),
    ]);
  return [
    lastRequestAt === undefined ? 'No request so far.' : `Last request: ${formatInstant(lastRequestAt)}`,
    ...(silent ? ['Silent for 6 hours or more.'] : []),
    `Writes in the last 24 hours: ${writes}, of these refused or failed: ${failedWrites}`,
    quarantine[verdict.state],
    ...(rows.length === 0 ? [] : [formatTable(['Hour', 'Requests', 'Refused', 'Failed'], rows)]),
  ].join('\n');
}

export function healthCommand(): Command {
  return inOrganization(new Command('health'))
    .description('whether the identity provider still sends, and how much of it is refused')
    .action(async (options: OrgOptions) => {
      const params = { org: options.org, connection: 'default' };
      const health = await connectApi()(routes.getConnectionHealth, { params });
      print(health, options, () => say(health));
    });
}
