import { expect, test, vi } from 'vitest';
import { Lane } from './lane.ts';

function lane(
  limit = 100,
  parallel = 1,
): {
  readonly batches: number[][];
  readonly lane: Lane<number, number>;
  release: () => void;
} {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const write = async (items: readonly number[]): Promise<number[]> => {
    batches.push([...items]);
    await new Promise<void>((resolve) => gates.push(resolve));
    return items.map((item) => item * 2);
  };
  return {
    batches,
    lane: new Lane(write, { limit, parallel }),
    release: () => gates.shift()?.(),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test('what arrives while a batch is written becomes the next batch, and each gets its own outcome', async () => {
  const { batches, lane: writes, release } = lane();
  const first = writes.submit(1);
  await turn();
  const others = [2, 3, 4].map((item) => writes.submit(item));
  await turn();
  expect(batches).toEqual([[1]]);
  release();
  await turn();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  release();
  expect(await Promise.all([first, ...others])).toEqual([2, 4, 6, 8]);
});

test('a batch holds no more than the limit', async () => {
  const { batches, lane: writes, release } = lane(2);
  const all = [1, 2, 3, 4, 5].map((item) => writes.submit(item));
  for (let round = 0; round < 3; round += 1) {
    await turn();
    release();
  }
  await Promise.all(all);
  expect(batches).toEqual([[1, 2], [3, 4], [5]]);
});

test('a failing batch fails its own items and no later ones', async () => {
  let fail = true;
  const writes = new Lane<number, number>(async (items) => {
    if (fail) throw new Error('broken');
    return items;
  });
  await expect(Promise.all([writes.submit(1), writes.submit(2)])).rejects.toThrow('broken');
  fail = false;
  expect(await writes.submit(3)).toBe(3);
});

test('a second batch waits until it is worth it, but not for long', async () => {
  const { batches, lane: writes, release } = lane(100, 2);
  const all = [1, 2, 3, 4, 5, 6].map((item) => writes.submit(item));
  await turn();
  // half of what is under way
  all.push(...[7, 8, 9].map((item) => writes.submit(item)));
  await vi.waitFor(() =>
    expect(batches).toEqual([
      [1, 2, 3, 4, 5, 6],
      [7, 8, 9],
    ]),
  );
  release();
  release();
  await Promise.all(all);

  const blocked = [1, 2, 3, 4].map((item) => writes.submit(item));
  await turn();
  // fewer than half, and what is under way does not end
  const alone = writes.submit(5);
  await vi.waitFor(() => expect(batches.slice(2)).toEqual([[1, 2, 3, 4], [5]]));
  release();
  release();
  await Promise.all([...blocked, alone]);
});
