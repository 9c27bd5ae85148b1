import type { ApplicationTemplate } from './template.ts';
import { cybozu } from './templates/cybozu.ts';

/** Every template that comes with Lockstep, in the order of the console. */
export const catalog: readonly ApplicationTemplate[] = [cybozu];
