import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SearchGate } from './search-gate.ts';

/** A query that ends when it is told to. */
function query(log: string[], name: string): { run: () => Promise<string>; end: () => void; fail: () => void } {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const run = (): Promise<string> => {
    log.push(name);
    return promise;
  };
  return { run, end: () => resolve(name), fail: () => reject(new RangeError(name)) };
}

test('slow queries of one connection wait for each other, and others pass them', async () => {
  const gate = new SearchGate({ atOnce: 3, perKey: 2, waiting: 2 });
  const log: string[] = [];
  const [a1, a2, a3, a4, b1, b2] = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2'].map((name) => query(log, name));
  if (!a1 || !a2 || !a3 || !a4 || !b1 || !b2) throw new TypeError('six queries');
  const answers = [a1, a2, a3, a4].map((one) => gate.run('a', one.run));
  await expect(gate.run('a', query(log, 'a5').run)).rejects.toMatchObject({ status: 429, retryAfter: 1 });
  const others = [b1, b2].map((one) => gate.run('b', one.run));
  await setImmediate();
  expect(log).toEqual(['a1', 'a2', 'b1']);
  b1.end();
  await setImmediate();
  expect(log).toEqual(['a1', 'a2', 'b1', 'b2']);
  a1.fail();
  await expect(answers[0]).rejects.toThrow('a1');
  await setImmediate();
  expect(log).toEqual(['a1', 'a2', 'b1', 'b2', 'a3']);
  for (const one of [a2, a3, a4, b2]) one.end();
  expect(await Promise.all([...answers.slice(1), ...others])).toEqual(['a2', 'a3', 'a4', 'b1', 'b2']);
  expect(await gate.run('a', () => Promise.resolve('again'))).toBe('again');
});
