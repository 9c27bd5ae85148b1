import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { adminToken } from '../test-server.testing.ts';
import { startCommandLine } from './command-line.testing.ts';
import { root } from './serve.testing.ts';

const { lockstep, json, runs, url, folder } = await startCommandLine();

test('templates of your own: add, list, replace, delete', async () => {
  await json(['org', 'create', 'wikis', '--name', 'Wikis']);
  const org = ['--org', 'wikis'];
  const page = await readFile(join(root, 'docs/templates.md'), 'utf8');
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const file = join(folder, 'wiki.json');
  await writeFile(file, example);
  await json(['template', 'add', file, ...org]);
  expect(await json(['template', 'list', '--own', ...org])).toMatchObject([{ id: 'our-wiki', name: 'Our wiki' }]);
  await writeFile(file, example.replace('"Our wiki"', '"Their wiki"'));
  expect((await lockstep(['template', 'replace', file, ...org])).stdout).toBe('Their wiki was replaced.\n');
  await writeFile(file, example.replace('"create-users", ', '"no-such-feature", '));
  const faulty = await lockstep(['template', 'replace', file, ...org]);
  expect(faulty).toMatchObject({ code: 1, stdout: '' });
  expect(faulty.stderr).toContain('supports');
  expect((await lockstep(['template', 'delete', 'our-wiki', ...org])).stderr).toContain('Add --yes');
  await json(['template', 'delete', 'our-wiki', ...org, '--yes']);
  expect(await json(['template', 'list', '--own', ...org])).toEqual([]);
});

/** Changes the applications of the organization `source`. */
async function sendToSource(method: string, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
  const address = `${url}/api/v1/organizations/source/applications${path}`;
  const answer = await fetch(address, { method, headers, body: JSON.stringify(body) });
  expect(answer.ok, await answer.text()).toBe(true);
}

test('users of an application are imported, confirmed, made users and ignored', async () => {
  await json(['org', 'create', 'target', '--name', 'Target']);
  await json(['org', 'create', 'source', '--name', 'Source']);
  const { token, endpoint } = (await json(['token', 'create', '--org', 'target', '--valid', '30d'])) as {
    token: string;
    endpoint: string;
  };
  const file = join(folder, 'target.csv');
  await writeFile(file, 'loginName,displayName\nboth,Both\nthere,There\nrobot,Robot\n');
  await json(['user', 'import', file, '--org', 'target']);
  await json(['user', 'create', '--org', 'source', '--login-name', 'both', '--display-name', 'Both']);
  await sendToSource('POST', '', { template: 'lockstep', name: 'Target', slug: 'target', baseUrl: endpoint });
  await sendToSource('PATCH', '/target', { apiToken: token, apiIntegration: true });

  const place = ['target', '--org', 'source'];
  expect((await lockstep(['app', 'import', 'status', ...place])).stdout).toBe('Nothing was imported yet.\n');
  expect(await json(['app', 'import', 'run', ...place])).toMatchObject({
    state: 'finished',
    accounts: 3,
    counts: { exact: 1, new: 2 },
  });
  expect((await lockstep(['app', 'import', 'confirm', 'target', 'there', '--org', 'source'])).stderr).toContain(
    'Say whose there is',
  );
  expect((await lockstep(['app', 'import', 'confirm-exact', ...place])).stdout).toBe('1 accounts are linked.\n');
  await json(['app', 'import', 'create', 'target', 'there', '--org', 'source']);
  await json(['app', 'import', 'ignore', 'target', 'robot', '--org', 'source']);
  expect(await json(['app', 'import', 'list', ...place])).toMatchObject([
    { userName: 'both', state: 'linked' },
    { userName: 'robot', state: 'ignored' },
    { userName: 'there', state: 'linked' },
  ]);
  expect(await json(['user', 'list', '--org', 'source'])).toMatchObject([
    { loginName: 'both' },
    { loginName: 'there' },
  ]);
});

describe('an application by command line: the application `target` of the test before', () => {
  const place = ['target', '--org', 'source'];
  const inStep = async (people: number): Promise<void> => {
    const state = (): Promise<unknown> => json(['app', 'people', ...place]);
    const expected = Array.from({ length: people }, () => expect.objectContaining({ syncState: 'SYNCHRONIZED' }));
    await vi.waitFor(async () => expect(await state()).toEqual(expected), { timeout: 60_000, interval: 100 });
  };

  test('assign, Force Sync, turn off, preview, restart, values', async () => {
    await sendToSource('PATCH', '/target', { createUsers: true, updateUserAttributes: true, deactivateUsers: true });
    await json(['user', 'create', '--org', 'source', '--login-name', 'ann', '--display-name', 'Ann']);
    await runs([[['app', 'assign', ...place, '--user', 'ann', '--login-name', 'ann.lee'], 'Assigned ann.']]);
    await inStep(3);
    await runs([
      [['app', 'force-sync', ...place], /^Compared 3 people: 3 as they should be, 0 sent again, 0 kept back by/],
      [['app', 'turn-off', ...place, '--yes'], 'nothing is sent. Changes are remembered.'],
      [['user', 'create', '--org', 'source', '--login-name', 'bea', '--display-name', 'Bea'], 'bea'],
      [['app', 'assign', ...place, '--user', 'bea'], 'Assigned bea.'],
      [['app', 'unassign', ...place, '--user', 'ann', '--yes'], 'Unassigned ann.'],
    ]);
    const preview = await lockstep(['app', 'preview-restart', ...place]);
    expect(preview).toMatchObject({ code: 0, stderr: '' });
    expect(preview.stdout).toMatch(/^ann +deactivate +unassign +active$/m);
    expect(preview.stdout).toMatch(/^bea +create +assigned/m);
    expect(preview.stdout).toMatch(/create 1, update 0, deactivate 1, .*nothing 2\.$/m);
    expect(await json(['user', 'list', '--org', 'target'])).toHaveLength(4);

    await runs([[['app', 'restart', ...place, '--yes'], /^API integration is on\. create 1,/]]);
    await vi.waitFor(
      async () =>
        expect(await json(['user', 'list', '--org', 'target'])).toMatchObject([
          { loginName: 'ann.lee', active: false },
          { loginName: 'bea', active: true },
          { loginName: 'both' },
          { loginName: 'robot' },
          { loginName: 'there' },
        ]),
      { timeout: 60_000, interval: 100 },
    );
    await inStep(4);
    await runs([[['app', 'values', ...place.slice(0, 1), 'bea', '--org', 'source'], /^displayName +Bea +Bea +Bea +/m]]);
  });

  test('groups: assign, push by name and by rule, unlink', async () => {
    await json(['group', 'create', 'Crew', '--org', 'source']);
    await runs([
      [['app', 'assign', ...place, '--group', 'crew'], 'Assigned the group Crew.'],
      [['app', 'groups', ...place], /^1 +Crew +0$/m],
      [['app', 'unassign', ...place, '--group', 'Crew', '--yes'], 'Unassigned the group Crew.'],
      [['app', 'push', 'on', ...place], 'Push Groups is on.'],
      [['app', 'push', 'add', ...place, 'Crew'], 'Crew is pushed.'],
    ]);
    const crews = async () => expect((await lockstep(['group', 'list', '--org', 'target'])).stdout).toContain('Crew');
    await vi.waitFor(crews, { timeout: 60_000, interval: 100 });
    await runs([
      [['app', 'push', 'list', ...place], /^Crew +\w+ +0 /m],
      [['app', 'push', 'target-groups', ...place], /^Crew +\S+ +/m],
      [['app', 'push', 'pause', ...place, 'crew'], 'The push of Crew is paused.'],
      [['app', 'push', 'resume', ...place, 'crew'], 'The push of Crew goes on.'],
      [['app', 'push', 'now', ...place], '1 groups are being pushed.'],
      [['app', 'push', 'unlink', ...place, 'Crew', '--target-group', 'leave'], 'Crew is unlinked.'],
      [['app', 'push', 'rule', 'add', ...place, 'starts-with', 'Cre'], 'whose name starts-with "Cre"'],
      [['app', 'push', 'rule', 'list', ...place], /starts-with +Cre +1$/m],
    ]);
    expect((await lockstep(['group', 'list', '--org', 'target'])).stdout).toContain('Crew');
  });

  test.each([
    [['assign', ...place], 'Name one: --user or --group.'],
    [['assign', ...place, '--user', 'ghost'], 'has no user ghost'],
    [['assign', ...place, '--group', 'Ghosts'], 'has no group Ghosts'],
    [['assign', ...place, '--user', 'bea', '--value', 'shoe=42'], 'There is no attribute for "shoe=42".'],
    [['turn-off', ...place], 'Add --yes'],
    [['values', 'target', 'ghost', '--org', 'source'], 'has no user ghost'],
    [['push', 'unlink', ...place, 'Ghosts', '--target-group', 'leave'], 'has no pushed group Ghosts'],
  ])('app %j is refused', async (args, message) => {
    const outcome = await lockstep(['app', ...args]);
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(message) });
  });
});
