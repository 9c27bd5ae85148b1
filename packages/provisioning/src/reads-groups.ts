import { oktaFunctions } from './expressions/functions/function-table.ts';
import { parseOktaExpression } from './expressions/okta-parser.ts';
import { inputsOf } from './expressions/tree.ts';
import type { ProfileSettings } from './profile-settings.ts';

/** Whether any expression of the settings reads the groups of a user. The settings have been checked. */
export function readsGroups({ mappings, userName }: ProfileSettings): boolean {
  const expressions = mappings.flatMap(({ source }) => (source.kind === 'expression' ? [source.expression] : []));
  if (userName.format === 'custom' && userName.expression !== undefined) expressions.push(userName.expression);
  return expressions.some((text) =>
    inputsOf(parseOktaExpression(text)).functions.some((name) => oktaFunctions.get(name)?.reads === 'groups'),
  );
}
