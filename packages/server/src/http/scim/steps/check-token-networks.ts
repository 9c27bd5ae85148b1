import { ScimError } from '@lockstep/scim';
import type { InboundCaller } from '../../../inbound/authenticate.ts';
import { isInNetworks } from '../../../network/networks.ts';

/** 403 from an address that the API token may not be used from; the answer names the token and its networks. */
export function checkTokenNetworks({ token }: InboundCaller, address: string): void {
  const { networks } = token;
  if (networks.length === 0 || isInNetworks(address, networks)) return;
  throw ScimError.forbidden(
    `The API token "${token.notes || token.prefix}" may be used from ${networks.join(', ')} only, and not from ${address}. An administrator can create a token for other networks on the Provisioning page.`,
  );
}
