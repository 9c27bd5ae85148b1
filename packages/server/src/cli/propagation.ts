import { routes, type Connection, type PropagationPreview } from '@lockstep/admin-api';
import { Command } from 'commander';
import { connectApi } from './api.ts';
import { confirm } from './confirm.ts';
import { inOrganization, type OrgOptions } from './common-options.ts';
import { print } from './output.ts';

const paramsOf = (org: string): { org: string; connection: string } => ({ org, connection: 'default' });

function describe({ linked, toLink, conflicts, refused, tombstoned, refusedWhileOff }: PropagationPreview): string {
  return [
    `${linked} users are linked.`,
    `${toLink} users will be linked once the identity provider sends them.`,
    `${conflicts} users need an administrator to decide.`,
    `${refused} users may not be written by the identity provider.`,
    `${tombstoned} users were deleted here and are kept out; --release-tombstones lets them be created again.`,
    `${refusedWhileOff} writes were refused since "Propagate provisioning" was switched off.`,
  ].join('\n');
}

async function set(propagation: boolean, options: OrgOptions, releaseTombstones = false): Promise<void> {
  const body = { propagation, releaseTombstones };
  const connection: Connection = await connectApi()(routes.setPropagation, { params: paramsOf(options.org), body });
  print(connection, options, () => `"Propagate provisioning" is ${propagation ? 'on' : 'off'} for ${options.org}.`);
}

export function propagationCommand(): Command {
  const propagation = new Command('propagation').description('the "Propagate provisioning" switch');
  inOrganization(propagation.command('on'))
    .description('accept what the identity provider sends')
    .option('--release-tombstones', 'let users who were deleted here be created again')
    .action(async (options: OrgOptions & { releaseTombstones?: boolean }) => {
      if (options.releaseTombstones === true)
        await confirm('Users who were deleted here may be created again then. Go on?', options);
      await set(true, options, options.releaseTombstones);
    });
  inOrganization(propagation.command('off'))
    .description('refuse what the identity provider sends')
    .action((options: OrgOptions) => set(false, options));
  inOrganization(propagation.command('preview'))
    .description('what switching it on would mean for the users there are')
    .action(async (options: OrgOptions) => {
      const preview = await connectApi()(routes.previewPropagation, { params: paramsOf(options.org) });
      print(preview, options, () => describe(preview));
    });
  return propagation;
}
