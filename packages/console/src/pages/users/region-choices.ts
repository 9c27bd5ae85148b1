interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The languages that the cybozu.com User API knows. */
const languages = ['ja', 'en', 'zh', 'zh-TW', 'es', 'pt-BR', 'th'] as const;

function nameOf(tag: string, names: Intl.DisplayNames): string {
  try {
    return names.of(tag.replaceAll('_', '-')) ?? tag;
  } catch {
    return tag;
  }
}

/** Languages by their names in the language of the page; what the user has stays among them. */
export function languageChoices(language: string, held: string): Choice[] {
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const tags = held === '' || languages.some((tag) => tag === held) ? languages : [...languages, held];
  return tags.map((value) => ({ value, label: nameOf(value, names) }));
}

/** Time zones by their names in the IANA database; what the user has stays among them. */
export function timeZoneChoices(held: string): string[] {
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return held === '' || zones.includes(held) ? zones : [...zones, held];
}
