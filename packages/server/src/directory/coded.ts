import { DirectoryError } from './directory-error.ts';

/** What departments and job titles have in common: a code that nobody else of the organization's has, and a name. */
export interface Coded {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** What they are called in a refusal. */
type Noun = 'department' | 'job title';

/** Characters at most, after the cybozu.com User API (`/v1/organizations.json`, `/v1/titles.json`). */
export const codedLimits = { code: 128, name: 128 } as const;

/** @throws DirectoryError not_found */
export function findCoded<T extends Coded>(entries: readonly T[], id: string, noun: Noun): T {
  const found = entries.find((one) => one.id === id);
  if (found === undefined) throw new DirectoryError('not_found', `There is no such ${noun}.`);
  return found;
}

/** Whether nobody but `own` has the code. @throws DirectoryError code_taken */
export function checkCode(entries: readonly Coded[], noun: Noun, { code, id }: { code: string; id?: string }): void {
  if (!entries.some((one) => one.code === code && one.id !== id)) return;
  throw new DirectoryError('code_taken', `There is a ${noun} with the code ${code} already.`, 'code');
}
