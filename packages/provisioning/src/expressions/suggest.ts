/** The name that was most likely meant; undefined where none is near. Case costs nothing. */
export function suggest(written: string, names: readonly string[]): string | undefined {
  const wanted = written.toLowerCase().slice(0, longest);
  let best: string | undefined;
  let least = Math.floor(wanted.length / 3) + 1;
  for (const name of names) {
    const distance = editDistance(wanted, name.toLowerCase());
    if (distance >= least) continue;
    least = distance;
    best = name;
  }
  return best ?? (wanted.length < 3 ? undefined : [...names].find((name) => beginsLike(name.toLowerCase(), wanted)));
}

function beginsLike(name: string, wanted: string): boolean {
  return name.startsWith(wanted) || name.slice(name.lastIndexOf('.') + 1).startsWith(wanted);
}

/** What is longer than any name that there is can only be wrong in more than its spelling. */
const longest = 64;

/** Insertions, removals and replacements of one character that make the one text the other. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 0; i < one.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      const replaced = (row[j] ?? 0) + (one[i] === other[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
