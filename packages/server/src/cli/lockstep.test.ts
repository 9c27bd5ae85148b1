import { execFile, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { commandLine, type CommandLine } from './command-line.testing.ts';
import { adminToken, bare, bin, root, serve, stop } from './serve.testing.ts';

let folder: string;
let server: ChildProcess;
let url: string;
let lockstep: CommandLine['lockstep'];
let json: CommandLine['json'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-cli-'));
  // PostgreSQL's user must get in, or its data would be placed elsewhere and outlive the test
  await chmod(folder, 0o755);
  ({ child: server, address: url } = await serve(['--port', '0', '--data', join(folder, 'data')]));
  ({ lockstep, json } = commandLine(url, adminToken));
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
  beforeAll(() => json(['org', 'create', 'people', '--name', 'People']));

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
