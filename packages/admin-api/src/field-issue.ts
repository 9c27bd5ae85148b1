import { z } from 'zod';

/** What can be wrong with a field; the console translates the codes, so a code never changes its meaning. */
export const fieldIssueCodes = [
  'required',
  'too_short',
  'too_long',
  'too_many',
  'too_small',
  'too_large',
  'not_an_email',
  'not_a_date',
  'not_a_language',
  'not_a_web_address',
  'not_a_time_zone',
  'not_an_organization_address',
  'not_a_service_code',
  'not_a_network',
  'not_a_subdomain',
  'not_a_segment',
  'not_an_origin',
  'not_a_choice',
  'needs_itself',
  'reads_itself',
  'read_in_turn',
  'in_the_past',
  'taken',
  'unknown_service',
  'unknown_user',
  'wrong_secret',
  'managed',
  'empty_file',
  'not_csv',
  'unknown_columns',
  'missing_column',
  'missing_departments',
  'column_twice',
  'not_an_integer',
  'not_a_number',
  'not_a_date_time',
  'not_a_reference',
  'wrong_type',
  'not_a_choice',
  'not_changeable',
] as const;
export type FieldIssueCode = (typeof fieldIssueCodes)[number];

/**
 * One field that is wrong: `path` as in the request body (`emails.0.value`; empty for a file as a whole), `message` in English. `code` is there where
 * it is a known one; `values` are the figures and names that its sentence needs.
 */
export const fieldIssueSchema = z.object({
  path: z.string(),
  message: z.string(),
  code: z.enum(fieldIssueCodes).exactOptional(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
});
export type FieldIssue = z.infer<typeof fieldIssueSchema>;

/** The English of the codes that need no values. */
export const fieldSentences = {
  not_an_email: 'This is not an e-mail address.',
  not_a_date: 'Give the date as YYYY-MM-DD.',
  not_a_language: 'This is not a language tag, such as "en" or "pt-BR".',
  not_a_web_address: 'Give an address that begins with https:// or http://.',
  not_a_time_zone: 'There is no such time zone.',
  not_an_organization_address:
    'Use 2 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends.',
  not_a_service_code: 'Use lower-case letters, digits and "_", beginning with a letter.',
  in_the_past: 'Choose a time in the future.',
  unknown_user: 'The directory has no such user.',
} as const satisfies Partial<Record<FieldIssueCode, string>>;

const codes = new Map<string, FieldIssueCode>(
  Object.entries(fieldSentences).map(([code, sentence]) => [sentence, code as FieldIssueCode]),
);

/** The code of one of {@link fieldSentences}. */
export function codeOfSentence(sentence: string): FieldIssueCode | undefined {
  return codes.get(sentence);
}
