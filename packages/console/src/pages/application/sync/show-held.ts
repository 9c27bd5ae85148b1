type Held = string | number | boolean | readonly string[] | undefined;

/** A value as an account holds it, for people; a dash for none. */
export function showHeld(value: Held): string {
  if (isNone(value)) return '–';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/** Whether two are the same: the order of a list says nothing, and an empty list is none (RFC 7643 §2.5). */
export function sameHeld(one: Held, other: Held): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other || (isNone(one) && isNone(other));
  return one.every((text) => other.includes(text)) && other.every((text) => one.includes(text));
}

function isNone(value: Held): value is undefined {
  return value === undefined || (typeof value === 'object' && value.length === 0);
}
