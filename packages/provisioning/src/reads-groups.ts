import { oktaFunctions } from './expressions/functions/function-table.ts';
import { parseOktaExpression } from './expressions/okta-parser.ts';
import { inputsOf } from './expressions/tree.ts';
import type { ProfileSettings } from './profile-settings.ts';

/** Whether any expression of the settings reads the groups of a user. The settings have been checked. */
export function readsGroups(settings: ProfileSettings): boolean {
  return expressionsOf(settings).some((text) =>
    inputsOf(parseOktaExpression(text)).functions.some((name) => oktaFunctions.get(name)?.reads === 'groups'),
  );
}

/** Whether any expression of the settings reads the organization (`org.name`). The settings have been checked. */
export function readsOrganization(settings: ProfileSettings): boolean {
  return expressionsOf(settings).some((text) =>
    inputsOf(parseOktaExpression(text)).attributes.some((name) => name.startsWith('org.')),
  );
}

function expressionsOf({ mappings, userName }: ProfileSettings): string[] {
  const expressions = mappings.flatMap(({ source }) => (source.kind === 'expression' ? [source.expression] : []));
  return userName.format === 'custom' && userName.expression !== undefined
    ? [...expressions, userName.expression]
    : expressions;
}
