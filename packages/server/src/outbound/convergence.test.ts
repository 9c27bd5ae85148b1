import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { chaosRun } from './testing/chaos.testing.ts';
import { startFaultyTarget } from './testing/faulty-target.testing.ts';
import { kill, startWorker } from './testing/worker.testing.ts';

/** `npm run chaos` makes them many. */
const runs = Number(process.env['LOCKSTEP_CHAOS_RUNS'] ?? 2);
/** Rerun a failure with the seed it prints: `LOCKSTEP_TEST_SEED=… vitest run …`. */
const firstSeed = Number(process.env['LOCKSTEP_TEST_SEED'] ?? (runs > 2 ? Math.floor(Math.random() * 2 ** 31) : 1));
const seeds = Array.from({ length: runs }, (_, index) => firstSeed + index);

it(`converges through faults and changes at random (seed ${firstSeed})`, async () => {
  const bench = await createBench();
  const target = await startFaultyTarget();
  const place = await bench.addApplication(target);
  await chaosRun({ bench, target, place, seed: firstSeed, people: 25, durationMs: 6000 });
  expect(target.accounts.size).toBeGreaterThan(0);
  await target.close();
  await bench.close();
});

describe('while the worker is killed again and again', () => {
  let bench: Bench;
  let worker: ChildProcess;
  beforeAll(async () => {
    // sends nothing by itself: the work is done by processes that are killed
    bench = await createBench();
    await bench.outbound.stop();
    worker = startWorker(bench);
  });
  afterAll(async () => {
    await kill(worker);
    await bench.close();
  });

  it.each(seeds)('converges all the same (seed %i)', async (seed) => {
    const target = await startFaultyTarget();
    const place = await bench.addApplication(target);
    let kills = 0;
    const disturb = async (): Promise<void> => {
      await kill(worker);
      kills += 1;
      worker = startWorker(bench);
    };
    await chaosRun({ bench, target, place, seed, people: 12, durationMs: 2000, disturb });
    await disturb();
    await bench.quiet();
    expect(kills).toBeGreaterThan(0);
    expect(await bench.outbound.commands.deleteApplication(place, actor)).toEqual({ kind: 'deleted' });
    await target.close();
  });
});
