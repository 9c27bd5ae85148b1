import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for what several test files use, there as long as tests run. */
    templates: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp('/tmp/lockstep-templates-');
  await chmod(folder, 0o755);
  project.provide('templates', folder);
  return () => rm(folder, { recursive: true, force: true });
}
