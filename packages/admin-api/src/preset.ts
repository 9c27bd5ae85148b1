import { z } from 'zod';

/** `cybozu`: the rules of cybozu.com's provisioning; `standard`: a plain SCIM 2.0 service provider. */
export const presetSchema = z.enum(['cybozu', 'standard']);
export type Preset = z.infer<typeof presetSchema>;
