import type { World } from './world.ts';

/** The languages of the console, with the locale that a browser asks for. */
export const languages = { en: 'en-US', es: 'es-ES', ja: 'ja-JP' } as const;
export type Language = keyof typeof languages;

/** Markdown. `{tokens.create}` stands for the words that the console has there, printed bold. */
export type Texts = Readonly<Record<Language, string>>;

export interface Step {
  /** What the reader does. */
  readonly text: Texts;
  /** Does it, and makes sure of what came of it at the other side. */
  readonly act: (world: World) => Promise<void>;
  /** A picture of the page, or of its dialog alone, as it is after the step. */
  readonly picture?: { readonly name: string; readonly of?: 'dialog' };
}

export interface Chapter {
  readonly title: Texts;
  readonly about?: Texts;
  readonly steps: readonly Step[];
}

/** One guide: its page in each language, its browser test and its pictures are made of the same steps. */
export interface Guide {
  readonly name: 'receiving' | 'sending';
  readonly title: Texts;
  readonly about: Texts;
  readonly chapters: readonly Chapter[];
}

/** Where the picture of a step is kept, from `docs/guide`. */
export function pictureFile(guide: Guide, language: Language, picture: string): string {
  return `images/${guide.name}-${picture}.${language}.png`;
}
