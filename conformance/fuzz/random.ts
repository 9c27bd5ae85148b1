/** Reproducible choices: the same seed makes the same ones. */
export interface Random {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** True in this share of cases. */
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** Marsaglia's xorshift with 32 bits, over a mixed seed so that neighbouring seeds differ. */
export function createRandom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
  for (let warming = 0; warming < 8; warming += 1) next();
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    chance: (share) => next() < share,
    pick: (list) => {
      const chosen = list[below(list.length)];
      if (chosen === undefined && list.length === 0) throw new TypeError('Nothing to choose from.');
      return chosen as (typeof list)[number];
    },
  };
}
