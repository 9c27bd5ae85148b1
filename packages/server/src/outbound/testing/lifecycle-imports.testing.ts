import { expect, vi } from 'vitest';
import type { AppImport, ImportedAccount } from '../imports/import-queries.ts';
import { actor } from './bench.testing.ts';
import type { LifecycleCase, Stage } from './lifecycle-stage.testing.ts';
import { changeThere, makeThere } from './lifecycle-targets.testing.ts';

const rules = { exact: ['login-name', 'email'], partial: ['name'] } as const;

/** Imports, and returns what was read of each account of this stage, by its name in the case. */
async function imported({ bench, place, name }: Stage, ...names: readonly string[]) {
  const { imports } = bench.outbound;
  expect(await imports.start(place, rules)).toEqual({ kind: 'started' });
  await vi.waitFor(async () => {
    const found: AppImport | undefined = (await imports.get(place))?.import;
    expect(found?.state).toBe('finished');
  });
  const accounts: ImportedAccount[] = [];
  let page = await imports.accounts(place, { limit: 200 });
  for (;;) {
    accounts.push(...(page?.accounts ?? []));
    if (page?.next === undefined) break;
    page = await imports.accounts(place, { limit: 200, cursor: page.next });
  }
  return names.map((one) => accounts.find(({ userName }) => userName === name(one)));
}

/** What is there already, found and taken over. */
export const importCases: readonly LifecycleCase[] = [
  {
    name: 'import: matched by name and e-mail, linked and made equal; the next one sees what changed there',
    run: async (stage) => {
      const { bench, place, target } = stage;
      const [ann, ben] = [await stage.person('ann'), await stage.person('ben')];
      const there = (text: string, displayName: string, email = text) =>
        makeThere(target, 'User', {
          userName: stage.name(text),
          displayName,
          active: true,
          emails: [{ value: `${stage.name(email)}@example.test`, type: 'work', primary: true }],
        });
      const byName = await there('ann', 'Old', 'old');
      const byEmail = await there('benjamin', 'Old', 'ben');
      const nobody = await there('nobody', 'Nobody');
      target.log.clear();
      const first = await imported(stage, 'ann', 'benjamin', 'nobody');
      expect(first).toMatchObject([
        { id: byName, state: 'exact', candidates: [{ userId: ann }] },
        { id: byEmail, state: 'exact', candidates: [{ userId: ben }] },
        { id: nobody, state: 'new', candidates: [] },
      ]);
      await stage.settled({ ann: { displayName: 'Old' }, benjamin: { displayName: 'Old' } }, []);
      // what other cases left there matches people of theirs
      const mine = new Set([byName, byEmail, nobody]);
      const exact = (await bench.outbound.imports.exactLinks(place, 1000)) ?? [];
      const links = exact.filter(({ account }) => mine.has(account));
      expect(Object.fromEntries(links.map(({ account, userId }) => [account, userId]))).toEqual({
        [byName]: ann,
        [byEmail]: ben,
      });
      expect(await bench.outbound.imports.link(place, links, actor)).toEqual({ linked: 2, refused: [] });
      await stage.settled(
        {
          ann: { id: byName, displayName: 'ann', title: 'Person' },
          ben: { id: byEmail, displayName: 'ben', title: 'Person' },
          benjamin: 'none',
          nobody: { displayName: 'Nobody' },
        },
        ['PATCH', 'PATCH'],
      );
      await changeThere(target, `/Users/${nobody}`, { displayName: 'Somebody' });
      const late = await there('late', 'Late');
      target.log.clear();
      expect(await imported(stage, 'ann', 'ben', 'nobody', 'late')).toMatchObject([
        { id: byName, state: 'linked', displayName: 'ann' },
        { id: byEmail, state: 'linked', displayName: 'ben' },
        { id: nobody, state: 'new', displayName: 'Somebody' },
        { id: late, state: 'new' },
      ]);
      await bench.outbound.imports.ignore(place, [late], true);
      await stage.settled({ late: { displayName: 'Late' }, nobody: { displayName: 'Somebody' } }, []);
      expect(await imported(stage, 'late')).toMatchObject([{ state: 'ignored' }]);
    },
  },
];
