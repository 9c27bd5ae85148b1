import type { FastifyInstance } from 'fastify';
import { checkDatabase } from '../storage/check-database.ts';
import type { Services } from './services.ts';

/** `/healthz`: the process answers. `/readyz`: the database does too, and its schema is there. */
export function addHealth(server: FastifyInstance, { database, log }: Services): void {
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    try {
      await checkDatabase(database);
      return { status: 'ok' };
    } catch (error) {
      log.warn({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'unavailable', reason: 'The database does not answer.' });
    }
  });
}
