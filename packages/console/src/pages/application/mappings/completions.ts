import type { ExpressionReference, ProfileSettings } from '@lockstep/admin-api';
import { appUserSchema } from '@lockstep/provisioning/app-user-profile';

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
type NamingUse =
  | { readonly use: 'groupRule' | 'userName' }
  | { readonly use: 'attribute'; readonly settings: Pick<ProfileSettings, 'attributes'> };

const most = 30;

/** What fits the word before the caret: names that begin with it first, then names that hold it. None inside a string. */
export function completionsFor(reference: ExpressionReference, use: NamingUse, before: string): Completions {
  const [, call, given = '', attribute] = afterCall.exec(before) ?? [];
  const word = attribute ?? /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? '';
  const start = before.length - word.length;
  if ((word === '' && call === undefined) || insideString(before)) return { start, completions: [] };
  const offered =
    call === undefined ? [...attributesOf(reference, use), ...functionsOf(reference)] : foundBy(reference, call, given);
  return { start, completions: fitting(offered, word) };
}

function fitting(offered: readonly Completion[], word: string): readonly Completion[] {
  const wanted = word.toLowerCase();
  const fits = offered.filter(({ name }) => name !== word && name.toLowerCase().includes(wanted));
  const begins = fits.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const holds = fits.filter((one) => !begins.includes(one));
  return [...begins, ...holds].slice(0, most);
}

/** A call with a dot behind it, and what of an attribute is written already. */
const afterCall = /([A-Za-z_][\w.]*)\(([^()]*)\)\.(?:!\[)?([\w.]*)$/;

/** What may be read of what a call finds. */
function foundBy(reference: ExpressionReference, call: string, given: string): Completion[] {
  if (call === 'user.getGroups') return ['id', 'name', 'type', 'profile.name'].map((name) => toText(name, call));
  if (call === 'getManagerUser' || call === 'user.getLinkedObject') {
    return reference.attributes.map(({ name, type, source }) => toAttribute(name, type, source));
  }
  const named = call === 'getManagerAppUser' ? /,\s*["'](\w+)["']\s*$/.exec(given)?.[1] : undefined;
  const application = reference.applications.find((one) => one.reference === named);
  return (application?.attributes ?? []).map(({ name, type }) => toAttribute(name, type, application?.name ?? ''));
}

function insideString(before: string): boolean {
  return /^(?:[^"']|"[^"]*"|'[^']*')*["'][^"']*$/.test(before) && !/^(?:[^"']|"[^"]*"|'[^']*')*$/.test(before);
}

function attributesOf({ attributes, applications }: ExpressionReference, use: NamingUse): Completion[] {
  const users = attributes.map(({ name, type, source }) => toAttribute(`user.${name}`, type, source));
  if (use.use === 'groupRule') return users;
  const account =
    use.use === 'attribute'
      ? [...appUserSchema(use.settings.attributes)].map(([name, type]) => toAttribute(`appuser.${name}`, type, name))
      : [];
  const itself = ['name', 'domain', 'baseUrl'].map((name) => toText(`app.${name}`, name));
  const organization = [toText('org.name', 'name'), toText('org.subDomain', 'slug')];
  return [...users, ...account, ...itself, ...organization, ...applications.flatMap(ofApplication)];
}

/** What expressions may name of an application by its own name. */
function ofApplication({ reference, name: title, attributes }: ExpressionReference['applications'][number]) {
  const account = attributes.map(({ name, type }) => toAttribute(`${reference}.${name}`, type, title));
  return [...account, ...['name', 'domain', 'baseUrl'].map((name) => toText(`${reference}_app.${name}`, title))];
}

function toText(name: string, about: string): Completion {
  return toAttribute(name, 'string', about);
}

function toAttribute(name: string, type: string, about: string): Completion {
  return { name, shown: `${name}: ${type}`, about, call: false };
}

function functionsOf({ functions }: ExpressionReference): Completion[] {
  return functions.map(({ name, signature, summary }) => ({ name, shown: signature, about: summary, call: true }));
}
