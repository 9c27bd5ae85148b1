import { ScimError } from '@lockstep/scim';
import type { ServiceCode } from './services.ts';

/** 400: the user would be one more than the seats of a service allow. */
export class NoSeatError extends ScimError {
  readonly code: ServiceCode;

  constructor(code: ServiceCode, seats: number) {
    super(
      400,
      `No seat of the service "${code}" is free: all ${seats} are taken. Take it from somebody, or raise its seats.`,
      { scimType: 'invalidValue' },
    );
    this.code = code;
  }
}
