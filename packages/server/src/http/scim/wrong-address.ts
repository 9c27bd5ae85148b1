import { ScimError } from '@lockstep/scim';
import type { FastifyInstance } from 'fastify';
import { answerError } from './answer-error.ts';

/**
 * Addresses beside the endpoint, such as `/o/acme/scim/Users`: identity providers show their administrator the `detail`
 * of a SCIM error, but of anything else only that it could not be read.
 */
export function addWrongAddresses(server: FastifyInstance): void {
  server.setErrorHandler(answerError);
  server.addHook('onRequest', async () => {
    throw ScimError.notFound(
      'There is no SCIM endpoint at this address: its base ends with "/scim/v2". Copy it from the Provisioning page.',
    );
  });
  for (const url of ['/o/:org/scim', '/o/:org/scim/*']) server.all(url, () => {});
}
