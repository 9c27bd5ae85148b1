import { expect, it, vi } from 'vitest';
import { rateLimited } from './rate-limit.ts';
import { gated } from './request-gate.ts';

it('lets a second’s worth through at once, and then no more than the rate', async () => {
  vi.useFakeTimers({ now: 10_000 });
  try {
    const sent: number[] = [];
    const send = rateLimited(
      async () => {
        sent.push(Date.now() - 10_000);
        return { status: 200, headers: {}, body: '', cut: false };
      },
      4,
      Date.now,
    );
    const request = { method: 'GET', url: '', headers: {}, timeoutMs: 1, maxBytes: 1 } as const;
    for (let index = 0; index < 7; index += 1) void send(request);
    await vi.advanceTimersByTimeAsync(5000);
    for (let index = 0; index < 5; index += 1) void send(request);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual([0, 0, 0, 0, 250, 500, 750, 5000, 5000, 5000, 5000, 5250]);
  } finally {
    vi.useRealTimers();
  }
});

it('lets no more than so many through at once, the next as soon as one ends, also where it failed', async () => {
  const ends: ((fails: boolean) => void)[] = [];
  const answer = { status: 200, headers: {}, body: '', cut: false };
  const send = gated(
    () =>
      new Promise((resolve, reject) => {
        ends.push((fails) => (fails ? reject(new Error('cut')) : resolve(answer)));
      }),
    2,
  );
  const request = { method: 'GET', url: '', headers: {}, timeoutMs: 1, maxBytes: 1 } as const;
  const answers = [0, 1, 2, 3].map(() => send(request).catch((error: unknown) => error));
  const began: number[] = [];
  for (const [index, fails] of [true, false, true, false].entries()) {
    await vi.waitFor(() => expect(ends.length).toBeGreaterThan(index));
    began.push(ends.length);
    ends[index]?.(fails);
    await answers[index];
  }
  expect(began).toEqual([2, 3, 4, 4]);
  expect((await Promise.all(answers)).map((one) => one instanceof Error)).toEqual([true, false, true, false]);
});
