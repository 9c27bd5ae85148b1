import { readAttribute, type SourceUser } from './user-source.ts';

/** *Application username format*: how the login name of a new account is made. */
export type UserNameFormat = 'okta-username' | 'okta-username-prefix' | 'email' | 'email-prefix';

export const userNameFormats: readonly UserNameFormat[] = [
  'okta-username',
  'okta-username-prefix',
  'email',
  'email-prefix',
];

/** The login name, or in plain words why there is none. A prefix is what comes before the first `@`. */
export function computeUserName(
  format: UserNameFormat,
  user: SourceUser,
): { readonly userName: string } | { readonly reason: string } {
  const fromEmail = format === 'email' || format === 'email-prefix';
  const whole = fromEmail ? readAttribute(user, 'email') : user.userName;
  if (typeof whole !== 'string') {
    return { reason: 'The login name is made from the e-mail address, and this person has none.' };
  }
  const userName = format.endsWith('-prefix') ? whole.replace(/@.*$/s, '') : whole;
  if (userName !== '') return { userName };
  return { reason: `The login name is what comes before the @ in “${whole}”, and there is nothing.` };
}
