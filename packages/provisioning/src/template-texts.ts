import type { CatalogTemplate } from './catalog-template.ts';
import es from './templates/texts/es.json' with { type: 'json' };
import ja from './templates/texts/ja.json' with { type: 'json' };

/**
 * What the templates that come with Lockstep say, in the languages of the console beside English: by the English text,
 * which stands in the template itself. Templates of an organization's own stay as they were written.
 */
export const templateTexts: Readonly<Record<'es' | 'ja', Readonly<Record<string, string>>>> = { es, ja };

/** Every text of a template that people read. The name of a product is the same in every language. */
export function textsOf({ name, category, description, fields, notes }: CatalogTemplate): readonly string[] {
  const named = category === 'generic' ? [name] : [];
  return [...named, description, ...fields.flatMap(({ label, hint = [] }) => [label].concat(hint)), ...notes];
}
