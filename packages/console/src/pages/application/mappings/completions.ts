import type { ExpressionReference } from '@lockstep/admin-api';

/** Something that may stand where the caret is. */
export interface Completion {
  readonly name: string;
  /** As the list shows it: a signature, or an attribute with its type. */
  readonly shown: string;
  readonly about: string;
  readonly call: boolean;
}

export interface Completions {
  /** Where the word begins that a completion replaces. */
  readonly start: number;
  readonly completions: readonly Completion[];
}

const most = 30;

/** What fits the word before the caret: names that begin with it first, then names that hold it. None inside a string. */
export function completionsFor(
  reference: ExpressionReference,
  use: 'attribute' | 'userName',
  before: string,
): Completions {
  const word = /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? '';
  const start = before.length - word.length;
  if (word === '' || insideString(before)) return { start, completions: [] };
  const wanted = word.toLowerCase();
  const fits = [...attributesOf(reference, use), ...functionsOf(reference)].filter(
    ({ name }) => name !== word && name.toLowerCase().includes(wanted),
  );
  const begins = fits.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const holds = fits.filter((one) => !begins.includes(one));
  return { start, completions: [...begins, ...holds].slice(0, most) };
}

function insideString(before: string): boolean {
  return /^(?:[^"']|"[^"]*"|'[^']*')*["'][^"']*$/.test(before) && !/^(?:[^"']|"[^"]*"|'[^']*')*$/.test(before);
}

function attributesOf({ attributes }: ExpressionReference, use: 'attribute' | 'userName'): Completion[] {
  const users = attributes.map(({ name, type, source }) => ({
    name: `user.${name}`,
    shown: `user.${name}: ${type}`,
    about: source,
    call: false,
  }));
  if (use === 'userName') return users;
  return [...users, { name: 'appuser.userName', shown: 'appuser.userName: string', about: 'userName', call: false }];
}

function functionsOf({ functions }: ExpressionReference): Completion[] {
  return functions.map(({ name, signature, summary }) => ({ name, shown: signature, about: summary, call: true }));
}
