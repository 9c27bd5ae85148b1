import { z } from 'zod';

/** The services of cybozu.com, by the codes of its User API, in the order in which they are shown. */
export const serviceCodes = ['kintone', 'garoon', 'office', 'mailwise', 'secure_access'] as const;

export const serviceCodeSchema = z.enum(serviceCodes, {
  error: ({ input }) => `There is no service ${JSON.stringify(input)?.slice(0, 64)}: use ${serviceCodes.join(', ')}.`,
});
export type ServiceCode = z.infer<typeof serviceCodeSchema>;
