import { expect, test } from 'vitest';
import type { Organization } from '../directory/organizations/organizations.ts';
import { CallerCache } from './caller-cache.ts';

const organization: Organization = {
  id: '01970000-0000-7000-8000-000000000000',
  slug: 'acme',
  name: 'Acme',
  preset: 'standard',
  createdAt: new Date(0),
  schemaVersion: 0,
  consoleNetworks: [],
  scimNetworks: [],
};

test('requests that come while an organization is asked for wait for the same answer', async () => {
  const cache = new CallerCache();
  const answers: ((found: Organization) => void)[] = [];
  const ask = () => new Promise<Organization>((resolve) => answers.push(resolve));
  const waiting = [cache.askOrganization('acme', ask), cache.askOrganization('acme', ask)];
  expect(answers).toHaveLength(1);
  // what was asked before something changed is no answer to who comes afterwards
  cache.clear();
  const later = cache.askOrganization('acme', ask);
  expect(answers).toHaveLength(2);
  answers[0]?.(organization);
  expect(await Promise.all(waiting)).toEqual([organization, organization]);
  answers[1]?.({ ...organization, name: 'Acme AG' });
  expect((await later).name).toBe('Acme AG');
  void cache.askOrganization('acme', ask);
  expect(answers).toHaveLength(3);
});

test('a failure is not remembered', async () => {
  const cache = new CallerCache();
  await expect(cache.askOrganization('acme', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await cache.askOrganization('acme', async () => organization)).toBe(organization);
});
