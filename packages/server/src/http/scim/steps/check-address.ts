import { ScimError } from '@lockstep/scim';
import type { Organization } from '../../../directory/organizations/organizations.ts';
import { isInNetworks } from '../../../network/networks.ts';

/** 403 from an address that the organization's IP restriction for SCIM does not allow; whoever asks learns which rule. */
export function checkAddress({ scimNetworks }: Organization, address: string): void {
  if (scimNetworks.length === 0 || isInNetworks(address, scimNetworks)) return;
  throw ScimError.forbidden(
    `The IP restriction "SCIM endpoint" of this organization does not allow the address ${address}. An administrator can add its network on the page IP restrictions.`,
  );
}
