import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { adminToken, startTestServer } from '../test-server.testing.ts';
import { bare, bin } from './serve.testing.ts';

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line against one server; every command is a process of its own, without a terminal. */
export interface CommandLine {
  readonly lockstep: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Outcome>;
  /** What the command prints with `--json`; expects that it succeeds and complains of nothing. */
  readonly json: (args: readonly string[]) => Promise<unknown>;
  /** Expects each command, in order, to succeed and to print this. */
  readonly runs: (steps: readonly (readonly [args: readonly string[], printed: string | RegExp])[]) => Promise<void>;
}

export function commandLine(url: string, token: string): CommandLine {
  const known = { ...bare, LOCKSTEP_URL: url, LOCKSTEP_ADMIN_TOKEN: token };
  const lockstep: CommandLine['lockstep'] = (args, environment = {}) =>
    new Promise((resolve) => {
      const env = { ...known, ...environment };
      const child = execFile(process.execPath, [bin, ...args], { env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
      child.stdin?.end();
    });
  return {
    lockstep,
    json: async (args) => {
      const { code, stdout, stderr } = await lockstep([...args, '--json']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout);
    },
    runs: async (steps) => {
      for (const [args, printed] of steps) {
        const stdout = typeof printed === 'string' ? expect.stringContaining(printed) : expect.stringMatching(printed);
        expect(await lockstep(args), args.join(' ')).toEqual({ code: 0, stderr: '', stdout });
      }
    },
  };
}

/** The command line with a server for it in this process, and a folder for files; both go after the last test. */
export async function startCommandLine(): Promise<CommandLine & { readonly url: string; readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-cli-'));
  const running = await startTestServer();
  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { ...commandLine(running.url, adminToken), url: running.url, folder };
}
