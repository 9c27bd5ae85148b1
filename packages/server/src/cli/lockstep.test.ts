import { execFile, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { adminToken, bare, bin, serve, stop } from './serve.testing.ts';

const root = join(import.meta.dirname, '../../../..');
let folder: string;
let server: ChildProcess;
let url: string;

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a process of its own, without a terminal. */
function lockstep(args: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, ...args],
      { env: { ...bare, LOCKSTEP_URL: url, LOCKSTEP_ADMIN_TOKEN: adminToken, ...environment } },
      (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

async function json(args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await lockstep([...args, '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-cli-'));
  // PostgreSQL's user must get in, or its data would be placed elsewhere and outlive the test
  await chmod(folder, 0o755);
  ({ child: server, address: url } = await serve(['--port', '0', '--data', join(folder, 'data')]));
});
afterAll(async () => {
  await stop(server);
  await rm(folder, { recursive: true, force: true });
});

test.each([
  ['by default', {}, 384],
  ['as LOCKSTEP_HEAP_LIMIT says', { LOCKSTEP_HEAP_LIMIT: '300' }, 300],
  ['unless Node was told otherwise', { NODE_OPTIONS: '--max-old-space-size=200' }, 200],
])('the heap of the server is limited %s', async (_name, environment, limit) => {
  const tell = `import { getHeapStatistics } from 'node:v8'; console.error(getHeapStatistics().heap_size_limit);`;
  const parameters = ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, bin, 'serve', '--help'];
  const told = await new Promise<string>((resolve) => {
    const env = { ...bare, ...environment };
    execFile(process.execPath, parameters, { env }, (_error, _stdout, stderr) => resolve(stderr));
  });
  const megabytes = Number(told.trim().split('\n').at(-1)) / 2 ** 20;
  // the young generation comes on top of it, up to 192 MB where its size is left to V8
  expect(megabytes).toBeGreaterThanOrEqual(limit);
  expect(megabytes).toBeLessThan(limit + 200);
});

test('from an empty server to a SCIM request, by command line alone', async () => {
  expect(await json(['org', 'create', 'acme', '--name', 'Acme', '--preset', 'cybozu'])).toMatchObject({
    slug: 'acme',
    preset: 'cybozu',
  });
  const created = (await json(['token', 'create', '--org', 'acme', '--notes', 'Okta', '--valid', '30d'])) as {
    id: string;
    token: string;
    endpoint: string;
  };
  expect(created).toEqual({
    id: expect.any(String),
    token: expect.stringMatching(/^lockstep_/),
    endpoint: `${url}/o/acme/scim/v2`,
    notes: 'Okta',
    expiresAt: expect.stringMatching(/Z$/),
  });
  await json(['propagation', 'on', '--org', 'acme']);
  const headers = { authorization: `Bearer ${created.token}`, 'content-type': 'application/scim+json' };
  const body = JSON.stringify({ userName: 'ann', displayName: 'Ann' });
  expect((await fetch(`${created.endpoint}/Users`, { method: 'POST', headers, body })).status).toBe(201);
  expect(await json(['user', 'list', '--org', 'acme'])).toMatchObject([{ loginName: 'ann', active: true }]);

  await json(['propagation', 'off', '--org', 'acme']);
  expect((await fetch(`${created.endpoint}/Users`, { method: 'POST', headers, body })).status).toBe(403);

  const refused = await vi.waitFor(
    async () => {
      const list = await json(['requests', 'list', '--org', 'acme', '--status', '403']);
      expect(list).toHaveLength(1);
      return list;
    },
    { interval: 100 },
  );
  expect(refused).toMatchObject([{ hint: 'propagationOff', path: '/Users' }]);
  expect(await json(['audit', 'export', '--org', 'acme'])).toEqual(
    expect.arrayContaining([expect.objectContaining({ operation: 'create', resourceName: 'ann' })]),
  );

  await json(['token', 'disable', created.id, '--org', 'acme']);
  expect((await fetch(`${created.endpoint}/Users`, { headers })).status).toBe(401);
  await json(['token', 'enable', created.id, '--org', 'acme']);
  expect((await fetch(`${created.endpoint}/Users`, { headers })).status).toBe(200);
  await json(['token', 'disable', created.id, '--org', 'acme']);
  await json(['token', 'delete', created.id, '--org', 'acme', '--yes']);
  expect(await json(['token', 'list', '--org', 'acme'])).toEqual([]);
});

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

/** What each command prints, in order. */
async function runs(steps: readonly (readonly [readonly string[], string | RegExp])[]): Promise<void> {
  for (const [args, printed] of steps) {
    const stdout = typeof printed === 'string' ? expect.stringContaining(printed) : expect.stringMatching(printed);
    expect(await lockstep(args), args.join(' ')).toEqual({ code: 0, stderr: '', stdout });
  }
}

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

/** Every command of a page of the documentation, and every request with the status that the page says. */
async function stepsOf(page: string): Promise<readonly { kind: string; text: string; status: number }[]> {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/```(sh|http)\n([\s\S]*?)```\n(?:\n→ (\d{3}))?/g)].map(
    ([, kind = '', step = '', status]) => ({
      kind,
      text: step.trim(),
      status: Number(status),
    }),
  );
}

test('the page on schemas of your own: every command works, and every request is answered as it says', async () => {
  let headers: Record<string, string> | undefined;
  for (const { kind, text, status } of await stepsOf('docs/custom-types.md')) {
    if (kind === 'sh') {
      for (const line of text.split('\n')) {
        const args = line.split(' ').slice(1);
        const outcome = await lockstep(args.map((one) => (one.startsWith('docs/') ? join(root, one) : one)));
        expect(outcome, line).toMatchObject({ code: 0, stderr: '' });
      }
      continue;
    }
    if (headers === undefined) {
      const { token } = (await json(['token', 'create', '--org', 'example', '--valid', '30d'])) as { token: string };
      headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    }
    const [head = '', ...body] = text.split('\n\n');
    const [method = '', ...target] = head.split(' ');
    const address = `${url}/o/example/scim/v2${encodeURI(target.join(' '))}`;
    const sent = body.length === 0 ? {} : { body: body.join('\n\n') };
    const answer = await fetch(address, { method, headers, ...sent });
    const answered = (await answer.json()) as { totalResults?: number; Operations?: { status: string }[] };
    expect(answer.status, `${head} ${JSON.stringify(answered)}`).toBe(status);
    expect(JSON.stringify(answered)).not.toContain('4711-0815');
    if (method === 'GET') expect(answered.totalResults).toBe(1);
    for (const operation of answered.Operations ?? []) expect(operation.status).toBe('201');
  }
  expect(headers).toBeDefined();
});

describe('errors go to standard error and say what to do', () => {
  test.each([
    [['user', 'list', '--org', 'nowhere'], {}, 'There is no such organization.'],
    [['user', 'deactivate', 'ghost', '--org', 'people'], {}, 'has no user ghost'],
    [['user', 'import', '/no/such/file.csv', '--org', 'people'], {}, 'Cannot read /no/such/file.csv'],
    [
      ['user', 'create', '--org', 'people', '--login-name', 'x', '--display-name', 'X', '--service', 'lotus'],
      {},
      'There is no service "lotus": use kintone, garoon,',
    ],
    [['token', 'create', '--org', 'people', '--valid', 'soon'], {}, 'is no validity period'],
    [['token', 'delete', 'x', '--org', 'people', '--yes'], {}, 'has no API token x'],
    [['org', 'create', 'people', '--name', 'Again'], {}, 'There is an organization people already.'],
    [['org', 'list'], { LOCKSTEP_ADMIN_TOKEN: 'b'.repeat(40) }, 'refused LOCKSTEP_ADMIN_TOKEN'],
    [['org', 'list'], { LOCKSTEP_ADMIN_TOKEN: '' }, 'Set LOCKSTEP_ADMIN_TOKEN'],
    [['org', 'list'], { LOCKSTEP_URL: 'http://127.0.0.1:65533' }, 'No server answers at LOCKSTEP_URL'],
    [['org', 'list'], { LOCKSTEP_URL: 'nonsense' }, 'is not an http or https address'],
    [['org', 'creat'], {}, "unknown command 'creat'"],
    [['schema', 'apply', '/no/such.json', '--org', 'people'], {}, '/no/such.json cannot be read'],
    [['schema', 'delete', 'urn:example:x', '--org', 'people', '--yes'], {}, 'There is no such schema.'],
    [['schema', 'delete-type', 'Device', '--org', 'people'], {}, 'Add --yes'],
    [['serve', '--port', 'x'], { LOCKSTEP_DATABASE_URL: 'y' }, 'LOCKSTEP_DATABASE_URL is not a URL'],
  ])('%j %j', async (args, environment, message) => {
    const outcome = await lockstep(args, environment);
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).not.toContain('    at ');
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toBe('');
  });
});

test('a port that is in use is said in one sentence', async () => {
  const { port } = new URL(url);
  const outcome = await lockstep(['serve', '--port', port, '--data', join(folder, 'second')]);
  expect(outcome).toMatchObject({ code: 1, stdout: '' });
  expect(outcome.stderr).toContain(`Port ${port} of 127.0.0.1 is in use`);
  expect(outcome.stderr).not.toContain('    at ');
});

test('config prints what is in force, and no secret', async () => {
  const { stdout } = await lockstep(['config'], { LOCKSTEP_PORT: '9000' });
  expect(stdout).toContain('LOCKSTEP_PORT=9000\n');
  expect(stdout).toContain('LOCKSTEP_ADMIN_TOKEN=(set)\n');
  expect(stdout).not.toContain(adminToken);
});

test('health is told while it runs, and SIGTERM ends it in good order', async () => {
  const { child, address } = await serve(['--port', '0', '--data', join(folder, 'brief')]);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  expect(await stop(child)).toBe(0);
  await expect(fetch(`${address}/healthz`)).rejects.toThrow('fetch failed');
});
