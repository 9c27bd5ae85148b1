import { routes } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { print } from './output.ts';

export function propagationCommand(): Command {
  const propagation = new Command('propagation').description('the "Propagate provisioning" switch');
  for (const [name, on] of [
    ['on', true],
    ['off', false],
  ] as const) {
    inOrganization(propagation.command(name))
      .description(on ? 'accept what the identity provider sends' : 'refuse what the identity provider sends')
      .action(async (options: OrgOptions) => {
        const connection = await connectApi()(routes.setPropagation, {
          params: { org: options.org, connection: 'default' },
          body: { propagation: on },
        });
        print(connection, options, () => `"Propagate provisioning" is ${name} for ${options.org}.`);
      });
  }
  return propagation;
}
