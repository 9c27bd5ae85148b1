import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { feedStart, readChangedResources } from '../../changes/read-changes.ts';
import { defaultLimits } from '../options.ts';
import { actor, createBench } from '../testing/bench.testing.ts';
import { startFaultyTarget } from '../testing/faulty-target.testing.ts';
import { applyPendingRules } from './apply-rules.ts';
import { claimGroups } from './claim-groups.ts';
import { markGroups, markRules } from './mark-groups.ts';

test('a group that was renamed is not claimed before the rules have looked at its new name', async () => {
  const bench = await createBench();
  const target = await startFaultyTarget();
  const { database, outbound } = bench;
  try {
    const place = await bench.addApplication(target);
    const rule = { operator: 'starts-with', pattern: 'Team', existing: 'task' } as const;
    await outbound.commands.createPushRule(place, rule, actor);
    const [out, kept] = [await bench.addGroup('Team out'), await bench.addGroup('Team kept')];
    await bench.quiet();
    // from here on nothing runs by itself
    await outbound.stop();
    await bench.editGroup(out, { displayName: 'Out' });
    await bench.editGroup(kept, { displayName: 'Team still kept' });
    const changes = await readChangedResources(database.db, feedStart, 100);
    await database.db.transaction().execute(async (transaction) => {
      await markRules(transaction, changes);
      await markGroups(transaction, changes);
    });
    const claimed = async () =>
      (await claimGroups({ database, limits: defaultLimits }, randomUUID(), 10)).map(({ push }) => push.displayName);
    expect(await claimed()).toEqual([]);
    await applyPendingRules({ database, touch: () => {} });
    expect(await claimed()).toEqual(['Team still kept']);
    expect(await bench.pushed(place, out)).toBeUndefined();
  } finally {
    await bench.close();
    await target.close();
  }
});
