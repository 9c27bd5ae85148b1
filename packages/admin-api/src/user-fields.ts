import { z } from 'zod';
import { fieldSentences } from './field-issue.ts';
import { isTimeZone } from './time-zone.ts';

/** Characters at most of the fields that are text, after the cybozu.com User API. */
export const profileFieldLengths = {
  surnameReading: 64,
  givenNameReading: 64,
  localName: 128,
  localNameLocale: 35,
  title: 128,
  employeeNumber: 100,
  phone: 100,
  mobilePhone: 100,
  extensionNumber: 100,
  callto: 100,
  url: 1000,
  locale: 35,
  timeZone: 64,
  birthDate: 10,
  joinDate: 10,
  description: 1000,
} as const;
export type ProfileFieldName = keyof typeof profileFieldLengths;
export const profileFieldNames = Object.keys(profileFieldLengths) as readonly ProfileFieldName[];

/** The profile as it is read: an empty text where nothing is known. What an identity provider sent stands as sent. */
export const profileShape = {
  surnameReading: z.string(),
  givenNameReading: z.string(),
  /** The display name in another language, and which. */
  localName: z.string(),
  localNameLocale: z.string(),
  title: z.string(),
  employeeNumber: z.string(),
  phone: z.string(),
  mobilePhone: z.string(),
  extensionNumber: z.string(),
  callto: z.string(),
  url: z.string(),
  /** The language of the user; empty: that of the browser. */
  locale: z.string(),
  /** By its name in the IANA database; empty: that of the organization. */
  timeZone: z.string(),
  /** YYYY-MM-DD. */
  birthDate: z.string(),
  joinDate: z.string(),
  description: z.string(),
  /** Smaller numbers come first in lists; absent: last. */
  sortOrder: z.int().optional(),
};

const text = (name: ProfileFieldName) => z.string().trim().max(profileFieldLengths[name]);
const orNothing = <T extends z.ZodType>(schema: T) => z.union([z.literal(''), schema]).optional();
const date = z.iso.date({ error: fieldSentences.not_a_date });
const languageTag = z
  .string()
  .trim()
  .max(35)
  .regex(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/, { error: fieldSentences.not_a_language });

/** The same as it is written: an empty text clears. */
export const profileFieldShape = {
  surnameReading: text('surnameReading').optional(),
  givenNameReading: text('givenNameReading').optional(),
  localName: text('localName').optional(),
  localNameLocale: orNothing(languageTag),
  title: text('title').optional(),
  employeeNumber: text('employeeNumber').optional(),
  phone: text('phone').optional(),
  mobilePhone: text('mobilePhone').optional(),
  extensionNumber: text('extensionNumber').optional(),
  callto: text('callto').optional(),
  url: orNothing(text('url').regex(/^https?:\/\/\S+$/i, { error: fieldSentences.not_a_web_address })),
  locale: orNothing(languageTag),
  timeZone: orNothing(text('timeZone').refine(isTimeZone, { error: fieldSentences.not_a_time_zone })),
  birthDate: orNothing(date),
  joinDate: orNothing(date),
  description: text('description').optional(),
  sortOrder: z.int().min(0).max(2_147_483_647).nullable().optional(),
};

/** Everything that a connection may write of a user, by the names that the console has for it. */
export const userFields = [
  'loginName',
  'displayName',
  'surname',
  'givenName',
  'email',
  'active',
  'availableServices',
  ...profileFieldNames,
  'sortOrder',
  'extensions',
] as const;
export type UserField = (typeof userFields)[number];

/** What people may change of themselves. */
export const ownUserFields = ['loginName', 'phone', 'mobilePhone', 'extensionNumber', 'timeZone'] as const;
