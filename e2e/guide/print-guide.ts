import { pictureFile, type Chapter, type Guide, type Language, type Step, type Texts } from './guide.ts';
import { wordsOf } from './words.ts';

const inLanguage: Readonly<Record<Language, string>> = { en: 'English', es: 'Español', ja: '日本語' };

/** The text in one language, the console's words bold. */
function fill(texts: Texts, language: Language): string {
  return texts[language].replaceAll(
    /\{([a-z]\w*(?:\.[\w-]+)+)\}/gi,
    (_, key: string) => `**${wordsOf(language, key)}**`,
  );
}

function printStep(guide: Guide, language: Language, { text, picture }: Step, number: number): string {
  const line = `${number}. ${fill(text, language)}`;
  if (picture === undefined) return line;
  const indent = ' '.repeat(`${number}. `.length);
  const plain = fill(text, language).replaceAll('**', '').replaceAll(/[[\]]/g, '');
  return `${line}\n\n${indent}![${plain}](${pictureFile(guide, language, picture.name)})\n`;
}

function printChapter(guide: Guide, language: Language, { title, about, steps }: Chapter): string {
  const parts = [`## ${fill(title, language)}`];
  if (about !== undefined) parts.push(fill(about, language));
  parts.push(
    steps
      .map((step, index) => printStep(guide, language, step, index + 1))
      .join('\n')
      .trimEnd(),
  );
  return parts.join('\n\n');
}

/** The page of a guide in one language. */
export function printGuide(guide: Guide, language: Language): string {
  const others = (Object.keys(inLanguage) as Language[])
    .map((one) => (one === language ? inLanguage[one] : `[${inLanguage[one]}](${guide.name}.${one}.md)`))
    .join(' · ');
  const chapters = guide.chapters.map((chapter) => printChapter(guide, language, chapter));
  return `${[`# ${fill(guide.title, language)}`, others, fill(guide.about, language), ...chapters].join('\n\n')}\n`;
}
