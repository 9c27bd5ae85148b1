import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/options.ts';
import { StartError } from '../config/start-error.ts';

function reasonOf(code: string | undefined, { port, host }: Config): string | undefined {
  switch (code ?? '') {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use. Choose another one with --port.`;
    case 'EACCES':
      return `Port ${port} is reserved for the system. Choose one above 1023 with --port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Check --host.`;
    default:
      return undefined;
  }
}

/** Begins to answer. Throws StartError for what a person can mend. */
export async function listen(server: FastifyInstance, config: Config): Promise<void> {
  try {
    await server.listen({ port: config.port, host: config.host });
  } catch (error) {
    const reason = reasonOf((error as NodeJS.ErrnoException).code, config);
    throw reason === undefined ? error : new StartError(reason, { cause: error });
  }
}
