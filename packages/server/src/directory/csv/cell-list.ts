/** Several values in one cell, separated by `;`. A `;` or `\` of a value has a `\` before it. */
export function joinCell(values: readonly string[]): string {
  return values.map((value) => value.replaceAll(/[\\;]/g, (sign) => `\\${sign}`)).join(';');
}

/** The values of a cell, trimmed, with the empty ones between. An empty cell has none. */
export function splitCell(cell: string): string[] {
  if (cell.trim() === '') return [];
  const values = [''];
  for (const [token] of cell.matchAll(/\\[\\;]|[^]/gu)) {
    if (token === ';') values.push('');
    else values.push((values.pop() ?? '') + (token.length === 2 && token.startsWith('\\') ? token.slice(1) : token));
  }
  return values.map((value) => value.trim());
}
