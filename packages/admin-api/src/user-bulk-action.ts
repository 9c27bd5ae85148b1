import { z } from 'zod';
import { idSchema } from './coded.ts';
import { mostServices, serviceCodeSchema } from './service.ts';

/** What is done to each of many users. `group` is the id of one. */
export const bulkActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['activate', 'deactivate', 'delete']) }),
  z.strictObject({ kind: z.enum(['addToGroup', 'removeFromGroup']), group: idSchema }),
  z.strictObject({
    kind: z.enum(['addServices', 'removeServices', 'setServices']),
    services: z.array(serviceCodeSchema).max(mostServices),
  }),
]);
export type BulkAction = z.infer<typeof bulkActionSchema>;
