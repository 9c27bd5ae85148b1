import type { Tolerances } from '@lockstep/scim';
import type { FastifyRequest } from 'fastify';

/** Stands for a `+` as it was sent, until it is known what it means; a filter cannot have this character. */
const sentPlus = '\0';

/** A quoted literal, its escapes not undone. */
const literal = /"(?:[^"\\]|\\.)*"/g;

/** An e-mail address as a whole: an atom with dots, which has neither spaces nor brackets, and a domain. */
const address = /^"[A-Za-z0-9.!#$&'*/=?^_`{|}~\0-]+@[A-Za-z0-9.-]+"$/;

/**
 * The `filter` of a URL, decoded once. A `+` is a space there, as forms write it; but some clients send the `+` of an
 * address as it is (`"ann+news@example.com"`), and a space cannot be meant within an address.
 */
export function filterText(request: FastifyRequest, { plusInAddress }: Tolerances): string | undefined {
  const { filter } = request.query as { filter?: string };
  if (typeof filter !== 'string' || !plusInAddress) return filter;
  const raw = rawFilter(request.raw.url ?? '');
  if (raw === undefined || !raw.includes('+') || /%00/.test(raw)) return filter;
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
