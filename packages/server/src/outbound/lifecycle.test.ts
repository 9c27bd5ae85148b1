import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutbound } from './outbound.ts';
import { actor, createBench, type Bench } from './testing/bench.testing.ts';
import { groupCases } from './testing/lifecycle-groups.testing.ts';
import { importCases } from './testing/lifecycle-imports.testing.ts';
import { assignedPerson, letDaysPass, peopleCases } from './testing/lifecycle-people.testing.ts';
import { pushedGroupCases } from './testing/lifecycle-pushed-groups.testing.ts';
import { setStage, stageTemplate } from './testing/lifecycle-stage.testing.ts';
import { lifecycleTargets, readAccount, type LifecycleTarget } from './testing/lifecycle-targets.testing.ts';

const cases = [...peopleCases, ...groupCases, ...pushedGroupCases, ...importCases];

type TargetName = keyof typeof lifecycleTargets;
const names = Object.keys(lifecycleTargets) as TargetName[];
const benches = new Map<TargetName, { readonly bench: Bench; readonly target: LifecycleTarget }>();

beforeAll(async () => {
  for (const name of names) {
    const bench = await createBench({ templates: [stageTemplate] });
    benches.set(name, { bench, target: await lifecycleTargets[name](bench.database) });
  }
});
afterAll(async () => {
  for (const { bench, target } of benches.values()) {
    await target.close();
    await bench.close();
  }
});

// the targets side by side: a case mostly waits
describe.each(cases)('$name', ({ run }) => {
  it.concurrent.each(names)('at %s', async (name) => {
    const { bench, target } = benches.get(name) ?? {};
    if (bench === undefined || target === undefined) throw new TypeError('There is no target.');
    target.empty();
    const place = await bench.addApplication(target);
    target.log.clear();
    const mark = place.slug.replace('target-', '');
    try {
      await expect(run(setStage({ bench, place, target, mark }))).resolves.toBeUndefined();
    } finally {
      await bench.outbound.commands.deleteApplication(place, actor);
    }
  });
});

it('keeps the day of a deletion over a restart', async () => {
  const bench = await createBench({ templates: [stageTemplate] });
  const target = await lifecycleTargets.SCIMMY();
  const place = await bench.addApplication(target);
  const stage = setStage({ bench, place, target, mark: 'restart' });
  await stage.edit({ lifecycle: { unassign: 'delete-later' } });
  const mia = await assignedPerson(stage, 'mia');
  await stage.unassign(mia);
  await stage.settled({ mia: { active: false } }, ['PATCH']);
  await bench.outbound.stop();
  await letDaysPass(stage);
  const again = createOutbound(bench.options);
  again.start();
  await expect.poll(() => readAccount(target, stage.name('mia'))).toBeUndefined();
  await again.stop();
  await bench.close();
  await target.close();
});
