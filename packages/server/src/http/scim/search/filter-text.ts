import type { QueryParameters, Tolerances } from '@lockstep/scim';

/** Stands for a `+` as it was sent, until it is known what it means; a filter cannot have this character. */
const sentPlus = '\0';

/** A quoted literal, its escapes not undone. */
const literal = /"(?:[^"\\]|\\.)*"/g;

/** An e-mail address as a whole: an atom with dots, which has neither spaces nor brackets, and a domain. */
const address = /^"[A-Za-z0-9.!#$&'*/=?^_`{|}~\0-]+@[A-Za-z0-9.-]+"$/;

type Parameter = QueryParameters[string];

/**
 * The `filter` of a URL, decoded once; `filter` is what the web server made of it. A `+` is a space there, as forms write
 * it; but some clients send the `+` of an address as it is (`"ann+news@example.com"`), and a space cannot be meant there.
 */
export function filterText(url: string, filter: Parameter, { plusInAddress }: Tolerances): Parameter {
  if (typeof filter !== 'string' || !plusInAddress) return filter;
  const raw = rawFilter(url);
  if (raw === undefined || !raw.includes('+') || raw.includes('%00')) return filter;
  const decoded = decode(raw.replaceAll('+', sentPlus));
  if (decoded === undefined) return filter;
  const kept = decoded.replaceAll(literal, (text) => (address.test(text) ? text.replaceAll(sentPlus, '+') : text));
  return kept.replaceAll(sentPlus, ' ');
}

function rawFilter(url: string): string | undefined {
  const query = url.slice(url.indexOf('?') + 1);
  return query
    .split('&')
    .find((parameter) => parameter.startsWith('filter='))
    ?.slice('filter='.length);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
