import type { Send } from '@lockstep/scim-client';

/**
 * Lets at most so many requests be under way at once, in the order in which they come. Those that must wait do so before
 * their own time limit begins to run.
 */
export function gated(send: Send, atOnce: number): Send {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (request) => {
    // whoever ends hands its place on, so nobody who comes later gets in between
    if (running < atOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await send(request);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
