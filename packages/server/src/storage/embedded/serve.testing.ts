import { createInterface } from 'node:readline';
import { EmbeddedPostgresError } from './errors.ts';
import { startEmbeddedPostgres } from './start.ts';

/** What this program prints as one line of JSON. */
export type ServeReport =
  | { readonly event: 'started'; readonly connection: { host: string; port: number; user: string; password: string } }
  | { readonly event: 'failed'; readonly code: string; readonly message: string }
  | { readonly event: 'exit'; readonly reason: string }
  | { readonly event: 'log'; readonly line: string }
  | { readonly event: 'stopped' };

function report(line: ServeReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Stands in for the server in tests: a process of its own that can be killed, and told by a line how to end. */
async function serve(dataDir: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: (line) => report({ event: 'log', line }),
    onExit: (reason) => report({ event: 'exit', reason }),
  });
  createInterface({ input: process.stdin }).on('line', (command) => {
    if (command === 'throw') {
      throw new Error('uncaught');
    }
    if (command === 'exit') {
      process.exit(3);
    }
    void postgres.stop().then(() => {
      report({ event: 'stopped' });
      process.exit(0);
    });
  });
  report({ event: 'started', connection: postgres.connection });
}

if (import.meta.main) {
  await serve(process.argv[2] ?? '').catch((error: unknown) => {
    if (!(error instanceof EmbeddedPostgresError)) {
      throw error;
    }
    report({ event: 'failed', code: error.code, message: error.message });
    process.exitCode = 1;
  });
}
