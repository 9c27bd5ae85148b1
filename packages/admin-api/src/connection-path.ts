import { z } from 'zod';
import { organizationParams } from './common.ts';

/** Everything of one connection hangs below this. */
export const connectionPath = '/organizations/:org/connections/:connection';
export const connectionParams = organizationParams.extend({ connection: z.string().min(1).max(63) });
