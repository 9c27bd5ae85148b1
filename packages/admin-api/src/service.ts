import { z } from 'zod';

/**
 * The code of a service: its name as an attribute of the SCIM extension. Which there are the organization's list says;
 * every organization starts with those of {@link defaultServiceCodes}.
 */
export const serviceCodeSchema = z.string().min(1).max(64);

/** The services of cybozu.com, by the codes of its User API; as long as nobody renamed them, their names are translated. */
export const defaultServiceCodes = ['kintone', 'garoon', 'office', 'mailwise', 'secure_access'] as const;

/** A service by its code; `name` is absent where it is one of {@link defaultServiceCodes} that nobody renamed. */
export const namedServiceSchema = z.object({ code: serviceCodeSchema, name: z.string().optional() });
export type NamedService = z.infer<typeof namedServiceSchema>;

/** Services that an organization has at most. */
export const mostServices = 50;
