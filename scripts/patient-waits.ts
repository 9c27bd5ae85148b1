import { vi } from 'vitest';

/**
 * Before every test file: `vi.waitFor` waits as long as `expect.poll` is told to in `vitest.config.ts`, not one second.
 * What is waited for is done by timers, streams, followers and other processes, on a machine that may be busy; how fast
 * they are is for benchmarks. A wait that is in vain takes longer to say so, one that is not ends as soon as before.
 */
const patience = 30_000;
const { waitFor } = vi;

vi.waitFor = (check, options = {}) =>
  waitFor(check, { timeout: patience, ...(typeof options === 'number' ? { timeout: options } : options) });
