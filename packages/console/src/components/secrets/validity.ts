import type { Validity } from '@lockstep/admin-api';

/** Days, a date chosen, or no end. */
export const validityChoices = ['30', '60', '90', '365', 'date', 'never'] as const;
type ValidityChoice = (typeof validityChoices)[number];

/** The values of the fields: `until` is `YYYY-MM-DD` and only read for `date`. */
export interface ChosenValidity {
  choice: ValidityChoice;
  until: string | null;
}

export const usualValidity: ChosenValidity = { choice: '90', until: null };

/** A date must be chosen where one is asked for. */
export function lacksDate({ choice, until }: ChosenValidity): boolean {
  return choice === 'date' && until === null;
}

/** The last day counts whole, in the reader's time zone. */
export function toValidity({ choice, until }: ChosenValidity): Validity {
  if (choice === 'never') return 'never';
  if (choice !== 'date') return { days: Number(choice) };
  if (until === null) throw new TypeError('A date must be chosen.');
  return { until: new Date(`${until}T23:59:59.999`).toISOString() };
}

/** The next day as `YYYY-MM-DD` in the reader's time zone. */
export function dayAfter(now: Date): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
