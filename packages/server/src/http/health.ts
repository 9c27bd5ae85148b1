import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { Services } from './services.ts';

/** `/healthz`: the process answers. `/readyz`: the database does too, and its schema is there. */
export function addHealth(server: FastifyInstance, { database, log }: Services): void {
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    try {
      await sql`select from organizations limit 1`.execute(database.db);
      return { status: 'ok' };
    } catch (error) {
      log.warn({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'unavailable', reason: 'The database does not answer.' });
    }
  });
}
