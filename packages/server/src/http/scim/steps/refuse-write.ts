import { ScimError } from '@lockstep/scim';
import type { InboundCaller } from '../../../inbound/authenticate.ts';
import { countRefused } from '../../../inbound/connections.ts';
import type { Services } from '../../services.ts';

/** 403 for writes while *Propagate provisioning* is off; the connection counts them. */
export async function refuseWrite({ database }: Services, { connection }: InboundCaller): Promise<never> {
  await countRefused(database.db, connection);
  throw ScimError.forbidden(
    'Provisioning is switched off: "Propagate provisioning" is disabled here. An administrator of this organization can enable it on the Provisioning page.',
  );
}
