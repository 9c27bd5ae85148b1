import { LocalEditError } from '../links/local-edit-error.ts';
import { NoSeatError } from '../services/no-seat-error.ts';
import { LastAdministratorError } from '../users/last-administrator-error.ts';
import { because, type Reason } from './row-fault.ts';

/** Why the write of a user was refused; what has no code of its own keeps its sentence. */
export function refusalReason(error: unknown): Reason {
  if (error instanceof LocalEditError) {
    const name = error.connection;
    return because(error.reason === 'synced' ? 'managed_elsewhere' : 'login_name_kept', { name });
  }
  if (error instanceof NoSeatError) return because('no_seat', { service: error.code, seats: error.seats });
  if (error instanceof LastAdministratorError) return because('last_administrator');
  return because('refused', { detail: error instanceof Error ? error.message : 'Refused.' });
}
