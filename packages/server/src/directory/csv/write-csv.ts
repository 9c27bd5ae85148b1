/** What a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r]/;

/** A cell that a spreadsheet takes for text; {@link readText} gives back what it was. */
function guard(text: string): string {
  return formula.test(text) || /^'[=+\-@\t\r']/.test(text) ? `'${text}` : text;
}

/** What stood in a cell before it was guarded against spreadsheets. */
export function readText(cell: string): string {
  return /^'[=+\-@\t\r']/.test(cell) ? cell.slice(1) : cell;
}

/** One line of CSV (RFC 4180) with its end. */
export function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => {
    const text = guard(cell);
    return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${quoted.join(',')}\r\n`;
}
