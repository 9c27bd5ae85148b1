import { z } from 'zod';
import { schemaLimits } from './schema.ts';

const simple = z.union([z.string(), z.number(), z.boolean()]);
/** A complex value; of a part that is absent nothing is said, null clears it. */
const complex = z.record(z.string().max(64), z.union([simple, z.array(simple), z.null()]));
const value = z.union([simple, complex, z.array(z.union([simple, complex]))]);

const few = (values: object): boolean => Object.keys(values).length <= schemaLimits.attributes;

/**
 * Values of the attributes that the organization added by extensions (`listSchemas`), as SCIM has them: by the URN of the
 * extension and the name of the attribute. Secrets (`writeOnly`, `returned: never`) are left out, and so is what has no
 * value.
 */
export const extensionsSchema = z.record(z.string(), z.record(z.string(), value));
export type Extensions = z.infer<typeof extensionsSchema>;

/**
 * The same as they are written. What is absent stays, also within a complex value that is not a list; null, an empty text
 * or an empty list clears, and null in place of an extension clears all of it.
 */
export const extensionsBodySchema = z
  .record(z.string().max(200), z.record(z.string().max(64), value.nullable()).refine(few).nullable())
  .refine((extensions) => Object.keys(extensions).length <= schemaLimits.extensions);
export type ExtensionsBody = z.infer<typeof extensionsBodySchema>;
