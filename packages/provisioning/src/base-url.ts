import type { CatalogTemplate, TemplateField } from './catalog-template.ts';
import type { SettingsFault } from './check-settings.ts';

export type FilledBaseUrl = { readonly baseUrl: string } | { readonly faults: readonly SettingsFault[] };

/**
 * The base URL of a template with its fields filled in, or what is wrong with which field (`fields.domain`). Values are
 * taken as typed but for the space around them; one that would reach beyond its place in the address is refused.
 */
export function fillBaseUrl(
  { baseUrl, fields }: Pick<CatalogTemplate, 'baseUrl' | 'fields'>,
  values: Readonly<Record<string, string>>,
): FilledBaseUrl {
  if (baseUrl === undefined) return { faults: [{ path: 'baseUrl', message: 'Enter the base URL.' }] };
  const given = new Map(Object.entries(values));
  const faults: SettingsFault[] = [];
  const filled = new Map<string, string>();
  for (const field of fields) {
    const value = (given.get(field.id) ?? '').trim();
    const message = value === '' ? `Enter “${field.label}”.` : faultOf(field, value);
    if (message === undefined) filled.set(field.id, inPlace(field, value));
    else faults.push({ path: `fields.${field.id}`, message });
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

/** One label of a host name (RFC 1123 §2.1). */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const origin = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?\/?$|^https?:\/\/\[[0-9A-Fa-f:]+\](?::\d{1,5})?\/?$/;

function faultOf({ kind, choices = [] }: TemplateField, value: string): string | undefined {
  if (kind === 'subdomain') {
    return label.test(value) ? undefined : 'This is one name without dots, such as “example”.';
  }
  if (kind === 'segment') {
    const plain = value.length <= 200 && !/[/?#\\%\s\p{Cc}]/u.test(value) && value !== '.' && value !== '..';
    return plain ? undefined : 'This is one part of an address, without slashes and spaces.';
  }
  if (kind === 'origin') {
    return origin.test(value) ? undefined : 'This is an address without a path, such as “https://example.com”.';
  }
  return choices.includes(value) ? undefined : 'Choose one of the list.';
}

function inPlace({ kind }: TemplateField, value: string): string {
  if (kind === 'segment') return encodeURIComponent(value);
  return kind === 'origin' ? value.replace(/\/$/, '') : value;
}
