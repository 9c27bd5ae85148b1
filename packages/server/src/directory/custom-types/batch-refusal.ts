import type { ScimError } from '@lockstep/scim';

/**
 * Breaks the transaction of a batch because of one of its writes. The writes are then tried one by one, and the one
 * that it happens to alone is refused with `refusal`.
 */
export class BatchRefusal extends Error {
  readonly refusal: ScimError;

  constructor(refusal: ScimError) {
    super(refusal.message);
    this.name = 'BatchRefusal';
    this.refusal = refusal;
  }
}
