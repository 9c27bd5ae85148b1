import type { Validity } from '@lockstep/admin-api';
import { ProblemError } from './problem-error.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** The instant after which a secret no longer works; undefined for never. */
export function expiryOf(validity: Validity, now: Date): Date | undefined {
  if (validity === 'never') return undefined;
  const until =
    'days' in validity ? new Date(now.getTime() + validity.days * dayMilliseconds) : new Date(validity.until);
  if (until > now) return until;
  throw new ProblemError('invalid_request', 'The validity period ends in the past.', {
    issues: [{ path: 'validity.until', message: 'Choose a time in the future.' }],
  });
}
