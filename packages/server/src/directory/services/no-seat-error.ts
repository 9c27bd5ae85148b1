import { ScimError } from '@lockstep/scim';

/** 400: the user would be one more than the seats of a service allow. */
export class NoSeatError extends ScimError {
  readonly code: string;
  readonly seats: number;

  constructor(code: string, seats: number) {
    super(
      400,
      `No seat of the service "${code}" is free: all ${seats} are taken. Take it from somebody, or raise its seats.`,
      { scimType: 'invalidValue' },
    );
    this.code = code;
    this.seats = seats;
  }
}
