import type { Validity } from '@lockstep/admin-api';
import { CliError } from './cli-error.ts';

/** Reads `30d`, `1y`, a date such as `2027-06-30` (to the end of that day, UTC), or `never`. */
export function parseValidity(text: string): Validity {
  if (text === 'never') return 'never';
  const period = /^(\d{1,4})([dy])$/.exec(text);
  if (period !== null) {
    const days = Number(period[1]) * (period[2] === 'y' ? 365 : 1);
    if (days >= 1 && days <= 3650) return { days };
  }
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T23:59:59.000Z`) : undefined;
  if (date !== undefined && !Number.isNaN(date.getTime())) return { until: date.toISOString() };
  throw new CliError(
    `${JSON.stringify(text)} is no validity period. Write 30d, 1y, 2027-06-30 or never (10 years at most).`,
  );
}
