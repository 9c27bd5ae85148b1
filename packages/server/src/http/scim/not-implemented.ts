import { ScimError } from '@lockstep/scim';
import type { FastifyInstance } from 'fastify';

/** What RFC 7644 names and this server does not do, and why. */
const missing: Readonly<Record<string, string>> = {
  '/Me': 'An API token stands for an identity provider, not for a person: there is no "/Me".',
  '/Bulk': 'Bulk requests are not supported here, as /ServiceProviderConfig says. Send the operations one by one.',
};

/** 501 for every method of these addresses (RFC 7644 §3.11, §3.12), so that nobody takes them for a wrong base URL. */
export function addNotImplemented(server: FastifyInstance): void {
  for (const [url, reason] of Object.entries(missing)) {
    server.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: async () => {
        throw ScimError.notImplemented(reason);
      },
    });
  }
}
