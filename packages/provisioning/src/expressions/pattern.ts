import { RE2JS, RE2JSSyntaxException } from 're2js';
import { ValueError } from './function-definition.ts';
import { expressionLimits } from './limits.ts';

/** A regular expression as somebody wrote it, matched in time that grows with the text alone (RE2). */
export interface Pattern {
  /** Whether it matches the text as a whole. Throws {@link ValueError} for a text that is too long. */
  readonly matches: (text: string) => boolean;
}

/** What is wrong with the text, in words, where it is no regular expression of RE2: lookaround and back-references are none. */
export function readPattern(text: string): Pattern | { readonly reason: string } {
  if (text.length > expressionLimits.pattern) {
    return { reason: `A regular expression has at most ${expressionLimits.pattern} characters.` };
  }
  if (repeats(text) > mostRepeats) return { reason: 'The regular expression repeats too much.' };
  try {
    const compiled = RE2JS.compile(text);
    return {
      matches: (subject) => {
        if (subject.length <= expressionLimits.subject) return compiled.matches(subject);
        throw new ValueError(`A string that is matched has at most ${expressionLimits.subject} characters.`);
      },
    };
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return { reason: `This is not a regular expression: ${error.message}.` };
    throw error;
  }
}

/** Counted repetitions are written out in the compiled program, and each makes every character of the text dearer. */
const mostRepeats = 1000;

function repeats(text: string): number {
  return [...text.matchAll(/\{(\d+)(?:,(\d*))?\}/g)]
    .map(([, least, most]) => Math.max(Number(least), Number(most ?? 0)))
    .reduce((sum, count) => sum + count, 0);
}
