import type { ExpressionValue } from '@lockstep/admin-api';

/** A value as an expression would write it. */
export function showValue(value: ExpressionValue): string {
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${value.map(showValue).join(', ')}}`;
}
