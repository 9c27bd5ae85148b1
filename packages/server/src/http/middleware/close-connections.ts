import type { FastifyInstance } from 'fastify';

/**
 * While the server stops, each answer ends its connection. A kept-alive connection would otherwise hold the stop up
 * until it times out, since the server closes only those that were idle when the stop began.
 */
export function closeConnectionsOnStop(server: FastifyInstance): void {
  let stopping = false;
  server.addHook('preClose', async () => {
    stopping = true;
  });
  server.addHook('onSend', async function closeConnection(_request, reply) {
    if (stopping) reply.header('connection', 'close');
  });
}
