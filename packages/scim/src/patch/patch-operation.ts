import type { CheckedFilter } from '../filter/checked-filter.ts';
import type { JsonValue } from '../json.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';

/** RFC 7644 §3.5.2, in lower case. */
export type PatchVerb = 'add' | 'remove' | 'replace';

/**
 * One change of one attribute, looked up and read: what a path-less operation says about several attributes has become
 * several operations, `replace` with `null` or nothing has become `remove`, and values have the schema's types.
 */
export interface PatchOperation {
  readonly verb: PatchVerb;
  /** A top-level attribute, core or of an extension. */
  readonly attribute: ResourceAttribute;
  /** Selects values of the attribute. */
  readonly filter?: CheckedFilter;
  readonly subAttribute?: ResourceAttribute;
  /** Present with `add` and `replace`; with `remove` the list of values to remove, if only some are. */
  readonly value?: JsonValue;
  /** Position in the request's `Operations`, from 0. */
  readonly index: number;
}
