import type { ToleranceRecorder } from '../dialect.ts';
import { ScimError } from '../errors.ts';
import { isJsonArray } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { memberNamed } from './member.ts';

/** The `schemas` of a protocol message; anything that is not a list of texts is refused. */
export function readUrnList(body: JsonObject): readonly string[] {
  const schemas = memberNamed(body, 'schemas') ?? [];
  const list = isJsonArray(schemas) ? schemas : [schemas];
  if (list.every((urn) => typeof urn === 'string')) return list;
  throw ScimError.invalidSyntax('"schemas" must be a list of URNs');
}

/** Each protocol message names its schema (RFC 7644 §3.4.3, §3.5.2, §3.7); some clients forget it. */
export function requireSchema(listed: readonly string[], urn: string, recorder: ToleranceRecorder): void {
  if (listed.some((other) => other.toLowerCase() === urn.toLowerCase())) return;
  if (!recorder.permits('missingSchema', urn)) throw ScimError.invalidSyntax(`"schemas" must have "${urn}"`);
}
