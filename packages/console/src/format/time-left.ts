/** How much was still waiting at an instant in milliseconds. */
export interface Sample {
  readonly at: number;
  readonly waiting: number;
}

/** Samples older than this say little about the pace of now, in milliseconds. */
const memory = 20_000;

/** Remembers a new sample. Work that grew again starts a new measurement, because the old pace was of other work. */
export function addSample(samples: readonly Sample[], next: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last !== undefined && next.waiting > last.waiting) return [next];
  return [...samples.filter(({ at }) => next.at - at <= memory), next];
}

/** Milliseconds until nothing waits, at the pace of the samples; `undefined` while there is no pace to tell. */
export function timeLeft(samples: readonly Sample[]): number | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.waiting === 0) return undefined;
  const done = first.waiting - last.waiting;
  const elapsed = last.at - first.at;
  if (done <= 0 || elapsed < 1000) return undefined;
  return (last.waiting * elapsed) / done;
}
