import { receivingGuide } from './receiving.ts';
import { sendingGuide } from './sending.ts';

/** Every guide, with the rules that its organization begins with. */
export const guides = [
  { guide: receivingGuide, preset: 'cybozu' },
  { guide: sendingGuide, preset: 'standard' },
] as const;
