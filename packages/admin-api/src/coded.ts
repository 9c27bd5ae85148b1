import { z } from 'zod';

/** Unique within the organization, compared as it is; lengths after the cybozu.com User API. */
export const codeSchema = z.string().trim().min(1).max(128);
export const nameSchema = z.string().trim().min(1).max(128);
export const descriptionSchema = z.string().trim().max(1000);

/** Something with a code and a name, as it is named elsewhere. */
export const codedSchema = z.object({ id: z.string(), code: z.string(), name: z.string() });

/** Names something of the directory by its id. */
export const idSchema = z.string().min(1).max(64);
