import type { FastifyRequest } from 'fastify';
import type { Identified } from '../../../inbound/caller-cache.ts';
import type { Services } from '../../services.ts';
import { authenticateCaller } from './authenticate-caller.ts';
import { checkAddress } from './check-address.ts';
import { resolveOrganization } from './resolve-organization.ts';

function isUsable({ caller }: Identified, now: Date): boolean {
  return caller.token.expiresAt === undefined || caller.token.expiresAt > now;
}

/** Organization and token of a request, remembered for a moment; see CallerCache. 404, 403 or 401 as the
 * steps say. */
export async function identifyCaller(services: Services, request: FastifyRequest): Promise<Identified> {
  const now = services.now();
  const { org } = request.params as { org: string };
  const key = `${org} ${request.headers.authorization ?? ''}`;
  const known = services.callerCache.get(key, now.getTime());
  if (known !== undefined && isUsable(known, now)) {
    checkAddress(known.organization, request.ip);
    return known;
  }
  const organization = await resolveOrganization(services, request);
  checkAddress(organization, request.ip);
  return services.callerCache.ask(key, now.getTime(), async () => ({
    organization,
    caller: await authenticateCaller(services, request, organization),
  }));
}
