import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templateDocumentSchema } from '@lockstep/admin-api';
import { fillBaseUrl } from '@lockstep/provisioning';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { actor, createBench, type Bench } from '../testing/bench.testing.ts';

const manual = readFileSync(join(import.meta.dirname, '../../../../../docs/templates.md'), 'utf8');
let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench.close());

it('takes the example of the manual as it is', async () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(manual) ?? [];
  const template = templateDocumentSchema.parse(JSON.parse(example));
  expect(await bench.outbound.catalog.create({ organizationId: bench.organizationId, actor }, template)).toEqual({
    kind: 'saved',
  });
  expect(fillBaseUrl(template, { space: 'acme' })).toEqual({ baseUrl: 'https://wiki.example.com/scim/v2/acme' });
  const { createApplication } = bench.outbound.commands;
  const input = { template: template.id, name: template.name, fields: { space: 'acme' } };
  expect(await createApplication(bench.organizationId, input, actor)).toMatchObject({ kind: 'created' });
});

it('describes every member', () => {
  for (const member of Object.keys(templateDocumentSchema.shape)) expect(manual).toContain(`\`${member}`);
});
