import type { ToleranceRecorder } from '../dialect.ts';
import type { Issue, ScimType } from '../errors.ts';
import type { ResourceAttribute } from '../schema/attribute-table.ts';

/** What a stranger may make large in a resource. */
export interface ResourceLimits {
  /** Length of one text, in UTF-16 code units. */
  readonly maxTextLength: number;
  /** Values of one multi-valued attribute. */
  readonly maxValues: number;
}

/** Room for a certificate or a photo's data URI, and for a large group sent as a whole. */
export const defaultResourceLimits: ResourceLimits = Object.freeze({ maxTextLength: 1_000_000, maxValues: 100_000 });

/** What reading one message goes by and collects. */
export interface ReadContext {
  readonly recorder: ToleranceRecorder;
  readonly limits: ResourceLimits;
  readonly issues: Issue[];
  /** A PATCH value may hold a part of a complex value: required sub-attributes are looked at afterwards. */
  readonly partial: boolean;
}

/** Notes that something is wrong; returns `undefined`, which stands for "no value". */
export function refuse(context: ReadContext, path: string, code: ScimType, detail: string): undefined {
  context.issues.push({ path, code, detail });
  return undefined;
}

/** Notes that a value is not of the type that the attribute has. */
export function refuseType(context: ReadContext, attribute: ResourceAttribute, expected: string): undefined {
  return refuse(context, attribute.path, 'invalidValue', `"${attribute.path}" must be ${expected}`);
}
