/** What an account holds of one attribute. */
export type Held = string | number | boolean | readonly string[] | undefined;

/** An empty list is no value (RFC 7643 §2.5). */
export function isNone(value: Held): boolean {
  return value === undefined || (typeof value === 'object' && value.length === 0);
}

/** Whether two are the same: the order of a list says nothing. */
export function sameHeld(one: Held, other: Held): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other || (isNone(one) && isNone(other));
  return one.every((text) => other.includes(text)) && other.every((text) => one.includes(text));
}
