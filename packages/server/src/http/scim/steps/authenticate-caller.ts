import { ScimError } from '@lockstep/scim';
import type { FastifyRequest } from 'fastify';
import type { Organization } from '../../../directory/organizations/organizations.ts';
import { authenticate, type InboundCaller } from '../../../inbound/authenticate.ts';
import { readTokenHeader } from '../../../inbound/token-secret.ts';
import type { Services } from '../../services.ts';

const reasons = {
  unknown:
    'The API token is not known here. Create one on the Provisioning page and register it with the identity provider.',
  disabled: 'The API token is disabled. Enable it on the Provisioning page, or register another one.',
  expired:
    'The API token has expired. Create a new one on the Provisioning page and register it with the identity provider.',
} as const;

/** 401 unless the request carries a usable API token of this organization. */
export async function authenticateCaller(
  { database, now }: Services,
  request: FastifyRequest,
  organization: Organization,
): Promise<InboundCaller> {
  const token = readTokenHeader(request.headers.authorization);
  if (token === undefined) throw ScimError.unauthorized('Send "Authorization: Bearer" with an API token.');
  const result = await authenticate(database.db, organization.id, token, now());
  if (result.kind !== 'caller') throw ScimError.unauthorized(reasons[result.kind]);
  return result.caller;
}
