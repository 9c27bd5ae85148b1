import { ScimError } from '../errors.ts';

/** A weak entity tag (RFC 7232 §2.3) of a version, e.g. `W/"3"`. */
export function weakEtag(version: number | string): string {
  return `W/"${version}"`;
}

const tagPattern = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

/**
 * Reads an `If-Match` or `If-None-Match` header, or a bulk operation's `version`: `*` or entity tags.
 * @throws ScimError `invalidSyntax`
 */
export function parseIfMatch(header: string): '*' | readonly string[] {
  const text = header.trim();
  if (text === '*') return '*';
  const tags = text.split(',').map((tag) => tag.trim());
  if (tags.every((tag) => tagPattern.test(tag))) return tags;
  throw ScimError.invalidSyntax('The header must be "*" or a list of entity tags');
}

/**
 * Whether a header names the resource's entity tag; `*` names any. `W/` does not matter: SCIM versions are weak
 * (RFC 7644 §3.14), so a comparison that asks for strong ones could never succeed.
 */
export function matchesEtag(header: string, etag: string): boolean {
  const tags = parseIfMatch(header);
  return tags === '*' || tags.some((tag) => opaque(tag) === opaque(etag));
}

function opaque(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag;
}
