import { expect, it, vi } from 'vitest';
import { rateLimited } from './rate-limit.ts';

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
