import { ScimError } from '@lockstep/scim';
import type { FastifyInstance } from 'fastify';

/**
 * `/Me` is 501 for every method (RFC 7644 §3.11), so that nobody takes it for a wrong base URL: an API token stands for
 * an identity provider, not for a person.
 */
export function addNotImplemented(server: FastifyInstance): void {
  server.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/Me',
    handler: async () => {
      throw ScimError.notImplemented(
        'An API token stands for an identity provider, not for a person: there is no "/Me".',
      );
    },
  });
}
