import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../packages/server/bin/lockstep.js');
const patience = 120_000;

export interface TestServer {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  stop(): Promise<void>;
}

/**
 * Starts the product as a person does, `lockstep serve --sample`, on a port of its own with an empty data folder, and
 * reads from its output where it is and how to sign in. Stopping it removes the folder.
 */
export async function startServer(environment: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const data = await mkdtemp(join(tmpdir(), 'lockstep-e2e-'));
  const args = ['serve', '--sample', '--port', '0', '--data', data];
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    await rm(data, { recursive: true, force: true });
  };
  let output = '';
  const ready = new Promise<Omit<TestServer, 'stop'>>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const url = /is ready at (\S+)/.exec(output)?.[1];
      const [, email, password] = /Sign in as (\S+) with the password (\S+)/.exec(output) ?? [];
      if (url !== undefined && email !== undefined && password !== undefined) resolve({ url, email, password });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
    setTimeout(() => reject(new Error(`The server was not ready in time:\n${output}`)), patience).unref();
  });
  try {
    return { ...(await ready), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
