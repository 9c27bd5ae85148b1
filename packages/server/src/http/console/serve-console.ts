import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The console's build, beside this package in the work tree. */
const buildFolder = join(import.meta.dirname, '../../../../console/dist');

const hint = 'The console is not built. Run "npm run build" in the project, then reload this page.\n';

/** Serves the console: its files by name, and its one page for every other address that a browser asks for. */
export async function serveConsole(server: FastifyInstance): Promise<void> {
  if (!existsSync(join(buildFolder, 'index.html'))) {
    server.get('/', async (_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send(hint));
    return;
  }
  await server.register(fastifyStatic, {
    root: buildFolder,
    wildcard: false,
    index: ['index.html'],
    setHeaders: (reply, path) => {
      // file names under assets/ carry a digest of their content
      const lasting = path.includes('/assets/');
      reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  server.setNotFoundHandler(async (request, reply) => {
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
    if (wantsPage) return reply.sendFile('index.html');
    return reply.code(404).type('text/plain; charset=utf-8').send('There is nothing at this address.\n');
  });
}
