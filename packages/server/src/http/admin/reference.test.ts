import { routes } from '@lockstep/admin-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../test-server.testing.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

test('the contract is served to machines and to people, without signing in and without a script', async () => {
  const machine = await fetch(`${running.url}/api/v1/openapi.json`);
  expect(await machine.json()).toMatchObject({ openapi: '3.1.1', servers: [{ url: '/api/v1' }] });
  const people = await fetch(`${running.url}/api/reference`);
  expect(people.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(people.headers.get('content-security-policy')).toContain("default-src 'self'");
  const page = await people.text();
  expect(page).not.toContain('<script');
  for (const id of Object.keys(routes)) expect(page).toContain(`id="${id}"`);
});
