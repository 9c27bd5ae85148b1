import { afterAll, expect, test } from 'vitest';
import { startBench, type Bench, type Body } from '../bench.ts';
import { defineThings } from '../things.ts';
import { exchange } from './exchange.ts';
import { fuzz } from './fuzz.ts';
import { judge } from './judge.ts';

const bench = await startBench({ LOCKSTEP_LOG_LEVEL: 'fatal' });
await defineThings(bench.running);
const other = await bench.neighbour('other');
afterAll(() => bench.close());

const secret = 'only-the-neighbour-knows';

async function everything(one: Bench): Promise<unknown> {
  return { users: await one.read('/Users?sortBy=id'), groups: await one.read('/Groups?sortBy=id') };
}

test('2,000 malformed requests: no 500, no hang, every refusal in SCIM, nothing of another organization', async () => {
  const users = await Promise.all([0, 1, 2].map(() => other.user({ title: secret })));
  const group = await other.group(
    users.map(({ id }: Body): string => id),
    { externalId: secret },
  );
  const before = await everything(other);
  const { hostname, port, pathname } = new URL(bench.endpoint);
  const target = { host: hostname, port: Number(port), base: pathname, token: bench.token };
  const report = await fuzz(target, {
    count: 2000,
    seed: 7,
    concurrency: 8,
    patience: 60_000,
    foreign: [...users, group].map(({ id }: Body): string => id),
    secret,
  });
  expect(report.findings).toEqual([]);
  // a run that only meets refusals proves little
  expect(report.statuses['200']).toBeGreaterThan(100);
  expect(report.statuses['201']).toBeGreaterThan(20);
  expect(report.statuses['400']).toBeGreaterThan(200);
  expect(await everything(other)).toEqual(before);
});

test('the judge notices a hang, an unannounced 500, an error of another form and what belongs to others', async () => {
  const request = { method: 'GET', path: '/Users', headers: {} };
  const type = 'application/scim+json; charset=utf-8';
  const verdict = (status: number, text: string, as = type) =>
    judge(request, { status, type: as, headers: {}, text }, secret);
  const error = (status: string): string =>
    JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status, detail: 'x y' });
  expect(verdict(404, error('404'))).toBeUndefined();
  expect(verdict(500, error('500'))).toMatch(/500/);
  expect(verdict(503, error('503'))).toMatch(/503/);
  expect(verdict(404, error('400'))).toMatch(/says 400/);
  expect(verdict(404, 'Not found', 'text/plain')).toMatch(/type/);
  expect(verdict(404, '{}')).toMatch(/schema/);
  expect(verdict(200, JSON.stringify({ schemas: [], title: secret }))).toMatch(/another organization/);
  expect(verdict(200, JSON.stringify({ schemas: [], password: 'x' }))).toMatch(/password/);
  const nobody = { host: '127.0.0.1', port: 1, base: '', token: '' };
  const { Agent } = await import('node:http');
  expect(await exchange(nobody, request, { agent: new Agent(), patience: 2000 })).toHaveProperty('reason');
});
