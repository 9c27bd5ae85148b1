import { codeOfSentence, type FieldIssue } from '@lockstep/admin-api';
import type { z } from 'zod';

type Coded = Pick<FieldIssue, 'code' | 'values'>;
type Bound = Extract<z.core.$ZodIssue, { code: 'too_big' | 'too_small' }>;

function ofBound(issue: Bound): Coded {
  if (issue.code === 'too_big') {
    const values = { most: Number(issue.maximum) };
    if (issue.origin === 'string') return { code: 'too_long', values };
    return { code: issue.origin === 'array' ? 'too_many' : 'too_large', values };
  }
  const least = Number(issue.minimum);
  if (issue.origin === 'number' || issue.origin === 'int') return { code: 'too_small', values: { least } };
  return least === 1 ? { code: 'required' } : { code: 'too_short', values: { least } };
}

/** Of a text that may also be empty only what is wrong with the text is of interest. */
function ofText(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  return (issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined) ?? issue;
}

/** What a schema says is wrong, with a code where there is one. */
export function toFieldIssue(found: z.core.$ZodIssue): FieldIssue {
  const issue = ofText(found);
  const coded = issue.code === 'too_big' || issue.code === 'too_small' ? ofBound(issue) : {};
  return withCode({ path: found.path.join('.'), message: issue.message, ...coded });
}

/** Adds the code of a sentence that has one. */
export function withCode(issue: FieldIssue): FieldIssue {
  const code = issue.code ?? codeOfSentence(issue.message);
  return code === undefined ? issue : { ...issue, code };
}
