import { expect, test } from 'vitest';
import { pickLanguage } from './languages.ts';

test.each([
  [['ja-JP', 'en'], 'ja'],
  [['es-MX'], 'es'],
  [['fr-FR', 'es'], 'es'],
  [['fr-FR'], 'en'],
  [['EN-gb'], 'en'],
  [[], 'en'],
])('%j chooses %s', (wanted, expected) => {
  expect(pickLanguage(wanted)).toBe(expected);
});
