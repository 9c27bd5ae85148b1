/** What an expression computes with. Never an object of the host: arrays hold nothing but values. */
export type Value = null | string | number | boolean | readonly Value[];

export type Kind = 'null' | 'string' | 'number' | 'boolean' | 'array';

export function kindOf(value: Value): Kind {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'array';
}

/** Whether both are the same: kind and content, arrays element by element. */
export function equalValues(one: Value, other: Value): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  return one.length === other.length && one.every((value, index) => equalValues(value, other[index] ?? null));
}

/** As text that joins other text: null is nothing, an array its elements with commas between. */
export function textOf(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.map(textOf).join(',') : String(value);
}
