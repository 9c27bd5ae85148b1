import { readPattern } from '@lockstep/provisioning';

export type RuleOperator = 'starts-with' | 'contains' | 'ends-with' | 'matches';

/** Which groups a rule chooses, by their names. */
export interface NameRule {
  readonly operator: RuleOperator;
  /** A part of the name, compared without regard to case; of `matches`, a regular expression (RE2) for all of it. */
  readonly pattern: string;
}

const texts = {
  'starts-with': (name: string, part: string) => name.startsWith(part),
  contains: (name: string, part: string) => name.includes(part),
  'ends-with': (name: string, part: string) => name.endsWith(part),
} as const;

/** What is wrong with a rule, in plain words; undefined where nothing is. */
export function ruleFault({ operator, pattern }: NameRule): string | undefined {
  if (operator !== 'matches') return pattern.trim() === '' ? 'Enter a part of the name.' : undefined;
  const read = readPattern(pattern);
  return 'reason' in read ? read.reason : undefined;
}

/** A test of names; one that no name passes where the rule is faulty. */
export function nameTest({ operator, pattern }: NameRule): (name: string) => boolean {
  if (operator !== 'matches') {
    const part = pattern.toLowerCase();
    return (name) => texts[operator](name.toLowerCase(), part);
  }
  const read = readPattern(pattern);
  // a name that is too long to be matched matches nothing
  return 'reason' in read ? () => false : (name) => name.length <= longestName && read.matches(name);
}

/** Characters of a name that is matched with a regular expression. */
const longestName = 1000;
