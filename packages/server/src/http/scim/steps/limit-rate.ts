import { ScimError } from '@lockstep/scim';
import type { InboundCaller } from '../../../inbound/authenticate.ts';
import type { Services } from '../../services.ts';

/** 429 with Retry-After when a connection sends faster than LOCKSTEP_SCIM_RATE. */
export function limitRate({ scimRate, config, now }: Services, { connection }: InboundCaller): void {
  const retryAfter = scimRate.take(connection.id, now().getTime());
  if (retryAfter === 0) return;
  throw ScimError.tooManyRequests(`This connection may send ${config.scimRate} requests a second.`, retryAfter);
}
