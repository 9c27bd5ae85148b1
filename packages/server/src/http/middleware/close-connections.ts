import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Sockets on which nothing has come in yet: browsers open connections ahead of need. */
function followSilentSockets(server: FastifyInstance): ReadonlySet<Socket> {
  const silent = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    const forget = (): void => void silent.delete(socket);
    silent.add(socket);
    socket.once('close', forget);
  });
  server.server.on('request', ({ socket }) => silent.delete(socket));
  return silent;
}

/**
 * While the server stops, each answer ends its connection, and connections that never asked anything are closed. Either
 * would otherwise hold the stop up until it times out (a minute), since Node closes only those that have had an answer
 * and were idle when the stop began.
 */
export function closeConnectionsOnStop(server: FastifyInstance): void {
  const silent = followSilentSockets(server);
  let stopping = false;
  server.addHook('preClose', async () => {
    stopping = true;
    for (const socket of silent) if (socket.bytesRead === 0) socket.destroy();
  });
  server.addHook('onSend', function closeConnection(_request, reply, payload, done) {
    if (stopping) reply.header('connection', 'close');
    done(null, payload);
  });
}
