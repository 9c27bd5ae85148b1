import { spawn, type ChildProcess } from 'node:child_process';

/** A process of its own that has said where it listens. */
export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What the pattern's first group matched. */
  readonly ready: string;
}

/** Starts Node on a script and waits for the line that says it is ready. */
export function startNode(
  parameters: readonly string[],
  { ready, environment = {} }: { ready: RegExp; environment?: Record<string, string> },
): Promise<Running> {
  const child = spawn(process.execPath, parameters, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      const found = ready.exec(output)?.[1];
      if (found !== undefined) resolve({ child, pid: child.pid ?? 0, ready: found });
    });
    child.on('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
}

export async function stop({ child }: Running): Promise<void> {
  child.removeAllListeners('exit');
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await ended;
}
