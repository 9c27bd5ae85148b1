import type { TextField } from '../users/profile-fields.ts';
import { because, type Reason } from './row-fault.ts';

const languageTag = /^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/;

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && (new Date(`${text}T00:00:00Z`).toJSON() ?? '').startsWith(text);
}

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** What a cell that is not empty must be, in the columns where not every text will do; as the admin API has it. */
const checks: { readonly [K in TextField | 'sortOrder']?: (text: string) => boolean } = {
  localNameLocale: (text) => languageTag.test(text),
  locale: (text) => languageTag.test(text),
  timeZone: isTimeZone,
  url: (text) => /^https?:\/\/\S+$/i.test(text),
  birthDate: isDate,
  joinDate: isDate,
  sortOrder: (text) => /^\d{1,10}$/.test(text) && Number(text) <= 2_147_483_647,
};

/** The first cell of the profile that cannot be what it says. */
export function profileFaultOf(cells: { readonly [K in TextField | 'sortOrder']?: string }): Reason | undefined {
  for (const [column, check] of Object.entries(checks)) {
    const value = cells[column as keyof typeof checks] ?? '';
    if (value !== '' && !check(value)) return because('invalid_cell', { column, value: value.slice(0, 100) });
  }
  return undefined;
}
