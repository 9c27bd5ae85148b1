import { receivingGuide } from './receiving.ts';

/** Every guide, with the rules that its organization begins with. */
export const guides = [{ guide: receivingGuide, preset: 'cybozu' }] as const;
