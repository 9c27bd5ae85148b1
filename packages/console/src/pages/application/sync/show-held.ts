/** A value as an account holds it, for people; a dash for none. */
export function showHeld(value: string | number | boolean | readonly string[] | undefined): string {
  if (value === undefined) return '–';
  return typeof value === 'object' ? value.join(', ') : String(value);
}
