import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startCommandLine } from './command-line.testing.ts';

const { lockstep, json, runs, url, folder } = await startCommandLine();

test('users: create, deactivate, activate, delete, import', async () => {
  await json(['org', 'create', 'people', '--name', 'People']);
  const org = ['--org', 'people'];
  const bo = ['--login-name', 'bo', '--display-name', 'Bo', '--email', 'bo@x.example'];
  const services = ['--service', 'garoon', '--service', 'kintone', '--service', 'garoon'];
  expect(await json(['user', 'create', ...org, ...bo, ...services])).toMatchObject({
    availableServices: ['kintone', 'garoon'],
  });
  expect(await json(['user', 'deactivate', 'BO', ...org])).toMatchObject({ active: false, email: 'bo@x.example' });
  expect(await json(['user', 'activate', 'bo', ...org])).toMatchObject({ active: true });

  const file = join(folder, 'people.csv');
  await writeFile(file, 'loginName,displayName,groups\nbo,Bo Li,Sales\ncy,Cy,Sales;Ops\n,Nobody,\n');
  const imported = await lockstep(['user', 'import', file, ...org]);
  expect(imported).toEqual({
    code: 1,
    stdout: '1 created, 1 changed, 0 unchanged, 1 refused.\n',
    stderr: `${file}:4: The login name is missing.\n`,
  });
  expect(await json(['user', 'list', ...org])).toMatchObject([
    { loginName: 'bo', displayName: 'Bo Li', groups: [{ displayName: 'Sales' }] },
    { loginName: 'cy', groups: [{ displayName: 'Ops' }, { displayName: 'Sales' }] },
  ]);

  expect(await json(['group', 'list', ...org])).toMatchObject([
    { displayName: 'Ops', members: 1 },
    { displayName: 'Sales', members: 2 },
  ]);
  await json(['department', 'create', '--code', 'S', '--name', 'Sales', ...org]);
  await json(['department', 'create', '--code', 'S1', '--name', 'Tokyo', '--parent', 'S', ...org]);
  expect((await lockstep(['department', 'list', ...org])).stdout).toContain('S1      Tokyo  0');
  const exported = await lockstep(['user', 'export', '--search', 'cy', ...org]);
  await writeFile(file, exported.stdout);
  expect((await lockstep(['user', 'import', file, '--preview', ...org])).stdout).toBe(
    '0 created, 0 changed, 1 unchanged, 0 refused.\n',
  );
  await writeFile(file, 'loginName,email,displayName\nbob,bo@x.example,Bob\nnew,new@x.example,New\n');
  expect(await lockstep(['user', 'import', file, '--match', 'email', '--preview', ...org])).toEqual({
    code: 0,
    stdout: `1 created, 1 changed, 0 unchanged, 0 refused.\n${file}:2: bob (now bo): loginName, displayName\n${file}:3: new: new\n`,
    stderr: '',
  });

  const bulk = await lockstep(['user', 'bulk', 'add-services', 'office', '--search', 'cy', ...org, '--yes']);
  expect(bulk).toEqual({ code: 0, stdout: '0 created, 1 changed, 0 unchanged, 0 refused.\n', stderr: '' });
  const jobs = JSON.parse((await lockstep(['job', 'list', '--json', ...org])).stdout) as { id: string; kind: string }[];
  expect(jobs.map(({ kind }) => kind)).toEqual(['bulk', 'import']);
  const shown = await lockstep(['job', 'show', jobs[1]?.id ?? '', ...org]);
  expect(shown.stdout).toBe(
    '3 of 3 done. 1 created, 1 changed, 0 unchanged, 1 refused.\n4: The login name is missing.\n',
  );
  expect(await json(['job', 'cancel', jobs[1]?.id ?? '', ...org])).toMatchObject({ state: 'finished' });

  const asked = await lockstep(['user', 'delete', 'bo', ...org]);
  expect(asked.code).toBe(1);
  expect(asked.stderr).toContain('Add --yes');
  expect(await json(['user', 'list', ...org])).toHaveLength(2);
  await json(['user', 'delete', 'bo', ...org, '--yes']);
  expect(await json(['user', 'list', ...org])).toHaveLength(1);
});

test('group rules: preview, create, activate, list, deactivate, delete', async () => {
  await json(['org', 'create', 'ruled', '--name', 'Ruled']);
  const org = ['--org', 'ruled'];
  await json(['user', 'create', '--login-name', 'kim', '--display-name', 'Kim', ...org]);
  await json(['user', 'create', '--login-name', 'lee', '--display-name', 'Lee', ...org]);
  await json(['group', 'create', 'Kims', ...org]);
  const rule = ['--expression', 'user.login == "kim"', '--group', 'kims'];
  await runs([
    [['group-rule', 'preview', 'user.login == "kim"', ...org], /^kim +Kim\n1 of 2 people$/m],
    [['group-rule', 'create', 'All Kims', ...rule, ...org], 'Added the group rule All Kims. It is inactive.'],
    [['group-rule', 'activate', 'all kims', ...org], 'The group rule All Kims is active.'],
  ]);
  await vi.waitFor(
    async () => expect(await json(['group', 'list', ...org])).toMatchObject([{ displayName: 'Kims', members: 1 }]),
    { timeout: 60_000, interval: 100 },
  );
  await runs([
    [['group-rule', 'list', ...org], /^All Kims +active +user\.login == "kim" +Kims +1$/m],
    [['group-rule', 'deactivate', 'All Kims', ...org], 'The group rule All Kims is inactive.'],
    [['group-rule', 'delete', 'All Kims', '--yes', ...org], 'Deleted the group rule All Kims.'],
  ]);
  expect(await json(['group', 'list', ...org])).toMatchObject([{ displayName: 'Kims', members: 1 }]);
  expect((await lockstep(['group-rule', 'preview', 'user.nope == "x"', ...org])).stderr).toContain('At character 1:');
  expect((await lockstep(['group-rule', 'activate', 'ghosts', ...org])).stderr).toContain('has no group rule ghosts');
});

test('services: add, change, list, remove', async () => {
  await json(['org', 'create', 'seats', '--name', 'Seats']);
  const org = ['--org', 'seats'];
  await runs([
    [['service', 'add', 'wiki', '--name', 'Wiki', '--seats', '5', ...org], 'Added the service wiki (Wiki).'],
    [['service', 'change', 'wiki', '--name', 'Our wiki', '--seats', 'none', ...org], 'Changed the service wiki (Our w'],
    [['service', 'list', ...org], /^wiki +Our wiki +no limit +0 +0$/m],
    [['service', 'remove', 'wiki', '--yes', ...org], 'Removed the service wiki (Our wiki). Nobody has it.'],
  ]);
  expect((await lockstep(['service', 'list', ...org])).stdout).not.toContain('wiki');
  for (const [args, message] of [
    [['change', 'wiki'], 'Say what to change'],
    [['add', 'mail', '--name', 'Mail', '--seats', 'few'], 'is no number of seats'],
    [['remove', 'wiki', '--yes'], 'has no service wiki'],
  ] as const) {
    const outcome = await lockstep(['service', ...args, ...org]);
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(message) });
  }
});

test('who may do what and from where: API keys, administrators, the own account, IP restrictions; and health', async () => {
  await json(['org', 'create', 'guarded', '--name', 'Guarded']);
  const org = ['--org', 'guarded'];
  const made = await json(['api-key', 'create', ...org, '--notes', 'P', '--valid', '30d', '--scope', 'directory:read']);
  expect(made).toMatchObject({ key: expect.stringMatching(/^lockstep_/), scopes: ['directory:read'] });
  const { id } = made as { id: string };
  await json(['api-key', 'disable', id, ...org]);
  await json(['api-key', 'delete', id, '--yes', ...org]);
  expect(await json(['api-key', 'list', ...org])).toEqual([]);

  const accept = async (invitation: unknown): Promise<number> => {
    const token = new URL((invitation as { link: string }).link).hash.slice(1);
    const body = JSON.stringify({ token, account: { name: 'New', password: 'correct horse battery' } });
    const headers = { 'content-type': 'application/json', origin: url };
    return (await fetch(`${url}/api/v1/invitation/accept`, { method: 'POST', headers, body })).status;
  };
  const [email, role] = ['boss@guarded.example', 'organization_administrator'];
  expect(await accept(await json(['administrator', 'invite', email, '--role', 'auditor', ...org]))).toBe(200);
  await json(['administrator', 'change', email, '--role', role, ...org]);
  expect(await json(['administrator', 'list', ...org])).toMatchObject([{ email, role }]);
  expect((await lockstep(['administrator', 'remove', email, '--yes', ...org])).stderr).toContain('last administrator');
  await json(['user', 'create', '--login-name', 'ann', '--display-name', 'Ann', ...org]);
  expect(await accept(await json(['user', 'invite', 'ann', '--email', 'ann@x.example', ...org]))).toBe(200);

  const networks = ['192.0.2.0/24', '2001:db8::/32'];
  expect(await json(['ip-restriction', 'set', '--scim', ...networks, ...org])).toMatchObject({ scim: networks });
  expect(await json(['ip-restriction', 'set', '--scim', 'any', ...org])).toMatchObject({ console: [], scim: [] });
  expect((await lockstep(['health', ...org])).stdout).toContain('No request so far.');
});
