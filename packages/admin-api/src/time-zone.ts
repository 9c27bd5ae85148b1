import { z } from 'zod';
import { fieldSentences } from './field-issue.ts';

/** Whether this is a name of the IANA time zone database that the runtime knows. */
export function isTimeZone(name: string): boolean {
  // offsets are no names, and no two runtimes agree on them
  if (/^[+-]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A name of the IANA time zone database, such as `Asia/Tokyo`. */
export const timeZoneSchema = z.string().max(64).refine(isTimeZone, { error: fieldSentences.not_a_time_zone });
