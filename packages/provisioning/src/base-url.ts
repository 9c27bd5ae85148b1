import type { CatalogTemplate, TemplateField } from './catalog-template.ts';
import type { SettingsFault } from './check-settings.ts';

/** Codes of what is wrong with a field of the base URL; the console has words for each. */
export type BaseUrlFault = 'required' | keyof typeof sentences;

export type FilledBaseUrl = { readonly baseUrl: string } | { readonly faults: readonly SettingsFault[] };

/**
 * The base URL of a template with its fields filled in, or what is wrong with which field (`fields.domain`). Values are
 * taken as typed but for the space around them; one that would reach beyond its place in the address is refused.
 */
export function fillBaseUrl(
  { baseUrl, fields }: Pick<CatalogTemplate, 'baseUrl' | 'fields'>,
  values: Readonly<Record<string, string>>,
): FilledBaseUrl {
  if (baseUrl === undefined) return { faults: [{ path: 'baseUrl', message: 'Enter the base URL.', code: 'required' }] };
  const given = new Map(Object.entries(values));
  const faults: SettingsFault[] = [];
  const filled = new Map<string, string>();
  for (const field of fields) {
    const value = (given.get(field.id) ?? '').trim();
    const code = value === '' ? 'required' : faultOf(field, value);
    if (code === undefined) filled.set(field.id, inPlace(field, value));
    else faults.push({ path: `fields.${field.id}`, message: messageOf(code, field), code });
    given.delete(field.id);
  }
  for (const id of given.keys()) faults.push({ path: `fields.${id}`, message: 'The template has no such field.' });
  if (faults.length > 0) return { faults };
  return { baseUrl: baseUrl.replaceAll(placeholder, (_all, id: string) => filled.get(id) ?? '') };
}

/** `{domain}` in a base URL. */
const placeholder = /\{([a-z][A-Za-z0-9]*)\}/g;

/** The fields that a base URL names, in its order. */
export function placeholdersOf(baseUrl: string): string[] {
  return [...baseUrl.matchAll(placeholder)].map(([, id = '']) => id);
}

/** What may be wrong with what is typed for a field. */
const sentences = {
  not_a_subdomain: 'This is one name without dots, such as “example”.',
  not_a_segment: 'This is one part of an address, without slashes and spaces.',
  not_an_origin: 'This is an address without a path, such as “https://example.com”.',
  not_a_choice: 'Choose one of the list.',
} as const;

/** One label of a host name (RFC 1123 §2.1). */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const origin = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?\/?$|^https?:\/\/\[[0-9A-Fa-f:]+\](?::\d{1,5})?\/?$/;

function messageOf(code: BaseUrlFault, { label: name }: TemplateField): string {
  return code === 'required' ? `Enter “${name}”.` : sentences[code];
}

function faultOf({ kind, choices = [] }: TemplateField, value: string): BaseUrlFault | undefined {
  if (kind === 'subdomain') {
    return label.test(value) ? undefined : 'not_a_subdomain';
  }
  if (kind === 'segment') {
    const plain = value.length <= 200 && !/[/?#\\%\s\p{Cc}]/u.test(value) && value !== '.' && value !== '..';
    return plain ? undefined : 'not_a_segment';
  }
  if (kind === 'origin') {
    return origin.test(value) ? undefined : 'not_an_origin';
  }
  return choices.includes(value) ? undefined : 'not_a_choice';
}

function inPlace({ kind }: TemplateField, value: string): string {
  if (kind === 'segment') return encodeURIComponent(value);
  return kind === 'origin' ? value.replace(/\/$/, '') : value;
}
