import type { FastifyRequest } from 'fastify';
import type { Identified } from '../../../inbound/caller-cache.ts';
import type { Services } from '../../services.ts';
import { authenticateCaller } from './authenticate-caller.ts';
import { checkAddress } from './check-address.ts';
import { resolveOrganization } from './resolve-organization.ts';

function isUsable({ caller }: Identified, now: Date): boolean {
  return caller.token.expiresAt === undefined || caller.token.expiresAt > now;
}

async function ask(
  services: Services,
  request: FastifyRequest,
  { key, now }: { readonly key: string; readonly now: number },
): Promise<Identified> {
  const { callerCache } = services;
  const { org } = request.params as { org: string };
  const organization = await callerCache.askOrganization(org, () => resolveOrganization(services, org));
  checkAddress(organization, request.ip);
  return callerCache.ask(key, now, async () => ({
    organization,
    caller: await authenticateCaller(services, request, organization),
  }));
}

/**
 * Organization and token of a request, at once where they are remembered; see CallerCache. 404, 403 or 401 as the
 * steps say.
 */
export function identifyCaller(services: Services, request: FastifyRequest): Identified | Promise<Identified> {
  const now = services.now();
  const { org } = request.params as { org: string };
  const key = `${org} ${request.headers.authorization ?? ''}`;
  const known = services.callerCache.get(key, now.getTime());
  if (known === undefined || !isUsable(known, now)) return ask(services, request, { key, now: now.getTime() });
  checkAddress(known.organization, request.ip);
  return known;
}
