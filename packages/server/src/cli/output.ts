/** Characters that a terminal shows two columns wide: CJK, kana, hangul, full-width forms. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const mark = /\p{Mark}/u;

function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (mark.test(character)) continue;
    columns += wide.test(character) ? 2 : 1;
  }
  return columns;
}

/** Control characters come from strangers and would drive the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

/** Rows of cells under a header, columns aligned; the last column is not padded. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map(printable));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - width(cell)),
      )
      .join('  ')
      .trimEnd();
  return cells.map(line).join('\n');
}

/** Machines get JSON on one line, people what `human` says. */
export function print(value: unknown, { json }: { readonly json?: boolean }, human: () => string): void {
  process.stdout.write(`${json === true ? JSON.stringify(value) : human()}\n`);
}

/** A date and time as people write them, in the zone of this machine; empty for none. */
export function formatInstant(instant: string | undefined): string {
  if (instant === undefined) return '';
  return new Date(instant).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' });
}
