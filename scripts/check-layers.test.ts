import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findLayerViolations } from './check-layers.ts';

test('reports forbidden imports, also type-only and dynamic ones, and no comments or strings', () => {
  const found = findLayerViolations(join(import.meta.dirname, 'fixtures/layers'));
  expect(found.map(({ file, imports }) => `${file} → ${imports}`)).toEqual([
    'packages/server/src/inbound/connect.ts → ../outbound/push.ts',
    'packages/server/src/outbound/push.ts → ../inbound/connect.ts',
    'packages/server/src/storage/open.ts → ../inbound/connect.ts',
  ]);
});

test('reports a file that stands in no layer', () => {
  const found = findLayerViolations(join(import.meta.dirname, 'fixtures/layers'), {
    'packages/scim/src': [],
    'packages/server/src/storage': ['packages/server/src/inbound'],
    'packages/server/src/inbound': ['packages/scim/src', 'packages/server/src/outbound'],
  });
  expect(found.map(({ file }) => file)).toEqual(['packages/server/src/outbound/push.ts']);
});

test('the house itself keeps its layers', () => {
  expect(findLayerViolations(join(import.meta.dirname, '..'))).toEqual([]);
});
