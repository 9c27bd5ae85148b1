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

/** What an expression is for: each may name more than the one before, and a condition of a group rule nothing but users. */
type NamingUse = 'groupRule' | 'userName' | 'attribute';

const most = 30;

/** What fits the word before the caret: names that begin with it first, then names that hold it. None inside a string. */
export function completionsFor(reference: ExpressionReference, use: NamingUse, before: string): Completions {
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

function attributesOf({ attributes }: ExpressionReference, use: NamingUse): Completion[] {
  const users = attributes.map(({ name, type, source }) => ({
    name: `user.${name}`,
    shown: `user.${name}: ${type}`,
    about: source,
    call: false,
  }));
  if (use === 'groupRule') return users;
  const organization = [toText('org.name', 'name'), toText('org.subDomain', 'slug')];
  return [...users, ...(use === 'attribute' ? [toText('appuser.userName', 'userName')] : []), ...organization];
}

function toText(name: string, about: string): Completion {
  return { name, shown: `${name}: string`, about, call: false };
}

function functionsOf({ functions }: ExpressionReference): Completion[] {
  return functions.map(({ name, signature, summary }) => ({ name, shown: signature, about: summary, call: true }));
}
