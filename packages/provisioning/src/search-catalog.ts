import type { CatalogTemplate } from './catalog-template.ts';
import { templateTexts } from './template-texts.ts';

type Searched = Pick<CatalogTemplate, 'id' | 'name' | 'description' | 'category' | 'keywords'>;

/**
 * Whether a template answers a search: every word of it is somewhere in the name and the description in any language, the keywords, the
 * category or the id, whatever the case, accents, or width of the letters.
 */
export function matchesSearch(template: Searched, search: string): boolean {
  const { id, name, description, category, keywords } = template;
  const translated = Object.values(templateTexts).flatMap((texts) => [texts[name] ?? '', texts[description] ?? '']);
  const text = fold([name, id, category, ...keywords, description, ...translated].join('\n'));
  return fold(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Compatibility decomposition without marks (UAX #15), lower case. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase();
}
