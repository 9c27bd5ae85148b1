import { toAttributeValue } from './app-attribute-types.ts';
import { evaluateExpression } from './expressions/evaluate-expression.ts';
import { describeError, ExpressionError } from './expressions/expression-error.ts';
import { parseOktaExpression } from './expressions/okta-parser.ts';
import { evaluationFor } from './user-evaluation.ts';
import { readAttribute, type SourceUser } from './user-source.ts';

/**
 * *Application username format*: how the login name of a new account is made. `custom` by an expression; `none` not at
 * all, so that each assignment needs one.
 */
export type UserNameFormat = 'okta-username' | 'okta-username-prefix' | 'email' | 'email-prefix' | 'custom' | 'none';

export const userNameFormats: readonly UserNameFormat[] = [
  'okta-username',
  'okta-username-prefix',
  'email',
  'email-prefix',
  'custom',
  'none',
];

interface Format {
  readonly userNameFormat: UserNameFormat;
  readonly userNameExpression?: string;
}

/** In plain words why something cannot be made; with the format `none` it is marked, for translations. */
export interface Unmade {
  readonly reason: string;
  readonly cause?: 'no-login-name';
}

/** The login name, or in plain words why there is none. A prefix is what comes before the first `@`. */
export function computeUserName(
  { userNameFormat: format, userNameExpression = '' }: Format,
  user: SourceUser,
): { readonly userName: string } | Unmade {
  if (format === 'none') {
    return {
      cause: 'no-login-name',
      reason:
        'The application username format is (None), so no login name is set: set one on the assignment of this person.',
    };
  }
  if (format === 'custom') return evaluateUserName(userNameExpression, user);
  const fromEmail = format === 'email' || format === 'email-prefix';
  const whole = fromEmail ? readAttribute(user, 'email') : user.userName;
  if (typeof whole !== 'string') {
    return { reason: 'The login name is made from the e-mail address, and this person has none.' };
  }
  const userName = format.endsWith('-prefix') ? whole.replace(/@.*$/s, '') : whole;
  if (userName !== '') return { userName };
  return { reason: `The login name is what comes before the @ in “${whole}”, and there is nothing.` };
}

function evaluateUserName(
  expression: string,
  user: SourceUser,
): { readonly userName: string } | { readonly reason: string } {
  try {
    const value = toAttributeValue(evaluateExpression(parseOktaExpression(expression), evaluationFor(user)), 'string');
    if (typeof value === 'string') return { userName: value };
    return { reason: 'The expression of the login name gives nothing for this person.' };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { reason: `The expression of the login name fails for this person. ${describeError(error)}` };
  }
}
