import { ScimError } from '@lockstep/scim';

/** 403: the user is linked to the last administrator of the organization and cannot be deactivated or deleted. */
export class LastAdministratorError extends ScimError {
  constructor() {
    super(
      403,
      'This user is the last administrator of the organization. Make somebody else an organization administrator first.',
    );
  }
}
