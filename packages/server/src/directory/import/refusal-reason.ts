import { ExtensionError, type ExtensionFaultKind } from '../custom-types/extension-fault.ts';
import { LocalEditError } from '../links/local-edit-error.ts';
import { NoSeatError } from '../services/no-seat-error.ts';
import { LastAdministratorError } from '../users/last-administrator-error.ts';
import { because, type Reason, type RowFaultCode } from './row-fault.ts';

const codes: { readonly [K in ExtensionFaultKind]: RowFaultCode } = {
  wrong_type: 'invalid_cell',
  not_a_choice: 'not_a_choice',
  required: 'required_cell',
  kept: 'fixed_cell',
  taken: 'taken_value',
  unknown: 'refused',
};

function extensionReason({ faults: [fault], message }: ExtensionError): Reason {
  if (fault === undefined) return because('refused', { detail: message });
  const { kind, extension, name = extension, attribute, value = '' } = fault;
  const known = attribute?.definition.canonicalValues.join(', ') ?? '';
  return because(codes[kind], { column: name, value, known, detail: message });
}

/** Why the write of a user was refused; what has no code of its own keeps its sentence. */
export function refusalReason(error: unknown): Reason {
  if (error instanceof LocalEditError) {
    const name = error.connection;
    return because(error.reason === 'synced' ? 'managed_elsewhere' : 'login_name_kept', { name });
  }
  if (error instanceof ExtensionError) return extensionReason(error);
  if (error instanceof NoSeatError) return because('no_seat', { service: error.code, seats: error.seats });
  if (error instanceof LastAdministratorError) return because('last_administrator');
  return because('refused', { detail: error instanceof Error ? error.message : 'Refused.' });
}
