import { totalmem } from 'node:os';
import { expect, test } from 'vitest';
import { availableMemory, initialSettings } from './settings.ts';

const gibibyte = 1024 ** 3;

test.each([
  { memory: gibibyte / 2, buffers: '128MB' },
  { memory: gibibyte, buffers: '128MB' },
  { memory: 4 * gibibyte, buffers: '512MB' },
  { memory: 7.9 * gibibyte, buffers: '1011MB' },
  { memory: 256 * gibibyte, buffers: '1024MB' },
])('a machine of $memory bytes keeps $buffers of pages', ({ memory, buffers }) => {
  expect(initialSettings(memory)).toContain(`shared_buffers=${buffers}`);
});

test('no more memory is counted on than the machine has', () => {
  expect(availableMemory()).toBeGreaterThan(0);
  expect(availableMemory()).toBeLessThanOrEqual(totalmem());
});
