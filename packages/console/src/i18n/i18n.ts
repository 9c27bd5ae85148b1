import dayjs from 'dayjs';
import 'dayjs/locale/es';
import 'dayjs/locale/ja';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from '../locales/en/index.ts';
import { es } from '../locales/es/index.ts';
import { ja } from '../locales/ja/index.ts';
import { pickLanguage, type Language } from './languages.ts';

const i18n = createInstance();
const storageKey = 'lockstep.language';

function remembered(): string[] {
  const stored = localStorage.getItem(storageKey);
  return stored === null ? [] : [stored];
}

function applyLanguage(language: string): void {
  document.documentElement.lang = language;
  dayjs.locale(language);
}

/** What is chosen in one tab holds in those that are open beside it. */
function followOtherTabs({ key, newValue }: StorageEvent): void {
  if (key === storageKey && newValue !== null) void i18n.changeLanguage(pickLanguage([newValue]));
}

/** Starts i18next in the language remembered, or the browser's; resolves before the first page is drawn. */
export async function startTranslations(): Promise<void> {
  i18n.on('languageChanged', applyLanguage);
  addEventListener('storage', followOtherTabs);
  await i18n.use(initReactI18next).init({
    lng: pickLanguage([...remembered(), ...navigator.languages]),
    fallbackLng: 'en',
    resources: { en: { translation: en }, es: { translation: es }, ja: { translation: ja } },
    interpolation: { escapeValue: false },
  });
}

/** Changes the language and remembers it in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await i18n.changeLanguage(language);
}

/** Takes over the language that somebody's account says; nothing where it says none. */
export async function followAccount(language: Language | undefined): Promise<void> {
  if (language !== undefined && language !== i18n.language) await chooseLanguage(language);
}

/** Forgets what this browser remembers, for its own language. */
export async function followBrowser(): Promise<void> {
  localStorage.removeItem(storageKey);
  await i18n.changeLanguage(pickLanguage(navigator.languages));
}
