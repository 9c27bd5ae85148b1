import { isJsonArray, isJsonObject, parseJson, type JsonObject, type JsonValue } from '@lockstep/scim';
import type { KeptBody } from './exchange.ts';

/** Stands where a secret was. */
export const mask = '••••••';

/** Finds secrets by the names of the attributes that hold them. */
export interface SecretNames {
  /** True where one of the names may be in a text; anything else needs no closer look. */
  mayHold(text: string): boolean;
  /** True for an attribute path that ends with one of the names: `password`, `urn:…:User:password`. */
  isName(path: string): boolean;
}

/** `names` are those of write-only attributes, in any case. */
export function secretNames(names: readonly string[]): SecretNames {
  const either = names.map((name) => name.replaceAll('$', String.raw`\$`)).join('|');
  // a letter of the name may be written as an escape
  const any = new RegExp(String.raw`(?<![\w$-])(?:${either})(?![\w$-])|\\u00[4-7]`, 'i');
  const end = new RegExp(`(?:^|[.:])(?:${either})$`, 'i');
  return { mayHold: (text) => any.test(text), isName: (path) => end.test(path) };
}

/** Members that hold names rather than values. */
const plainMembers = new Set(['path', 'schemas', 'detail', 'op']);

/** One masking of one body; remembers what it replaced, so that the answer can be searched for it. */
class Masking {
  readonly #names: SecretNames;
  readonly replaced = new Set<string>();

  constructor(names: SecretNames) {
    this.#names = names;
  }

  value(value: JsonValue, member = ''): JsonValue {
    if (isJsonArray(value)) return value.map((one) => this.value(one, member));
    if (isJsonObject(value)) return this.#object(value);
    // text that names a secret may quote it: a filter, or a value that is itself JSON
    if (typeof value === 'string' && !plainMembers.has(member) && this.#names.mayHold(value)) return this.#hide(value);
    return value;
  }

  #object(object: JsonObject): JsonObject {
    const { path } = object;
    const targetsSecret = typeof path === 'string' && this.#names.mayHold(path);
    return Object.fromEntries(
      Object.entries(object).map(([member, value]) => {
        const secret = this.#names.isName(member) || (targetsSecret && member.toLowerCase() === 'value');
        return [member, secret ? this.#hide(value) : this.value(value, member)];
      }),
    );
  }

  #hide(value: JsonValue): string {
    if (isJsonArray(value)) value.forEach((one) => this.#hide(one));
    else if (isJsonObject(value)) Object.values(value).forEach((one) => this.#hide(one));
    // a shorter one would be found everywhere
    else if (String(value).length >= 4) this.replaced.add(String(value));
    return mask;
  }
}

/** PostgreSQL has no NUL in text, and no half of a surrogate pair. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

function keep(text: string, limit: number): KeptBody {
  if (text === '') return { kept: 'none', bytes: 0 };
  const kept = text.length > limit ? 'cut' : 'whole';
  return { text: storable(kept === 'cut' ? text.slice(0, limit) : text), kept, bytes: text.length };
}

export interface MaskedBodies {
  readonly request: KeptBody;
  readonly answer: KeptBody;
}

function maskRequest(text: string, names: SecretNames, limit: number): KeptBody & { replaced?: ReadonlySet<string> } {
  if (!names.mayHold(text)) return keep(text, limit);
  const bytes = text.length;
  if (bytes > limit) return { kept: 'withheld', bytes };
  try {
    const masking = new Masking(names);
    const masked = JSON.stringify(masking.value(parseJson(text)));
    return { text: storable(masked), kept: 'masked', bytes, replaced: masking.replaced };
  } catch {
    // where it is not JSON, nobody knows where the secret is
    return { kept: 'withheld', bytes };
  }
}

/**
 * The bodies of an exchange as they are kept: secrets replaced, at most `limit` characters of each. What is longer and
 * names a secret is not kept at all.
 */
export function maskBodies(request: string, answer: string, names: SecretNames, limit: number): MaskedBodies {
  const { replaced = new Set<string>(), ...kept } = maskRequest(request, names, limit);
  const quoted = [...replaced].filter((secret) => answer.includes(secret));
  if (quoted.length === 0) return { request: kept, answer: keep(answer, limit) };
  const hidden = quoted.reduce((text, secret) => text.replaceAll(secret, mask), answer);
  const answered = keep(hidden, limit);
  return { request: kept, answer: answered.kept === 'whole' ? { ...answered, kept: 'masked' } : answered };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** An address whose query names a secret loses its query. */
export function maskPath(path: string, names: SecretNames): string {
  return storable(names.mayHold(decoded(path)) ? `${path.split('?')[0]}?${mask}` : path).slice(0, 2000);
}
