import { slugOf, slugsOf, variablesOf } from './app-user-profile.ts';
import { ExpressionError } from './expressions/expression-error.ts';
import { oktaFunctions } from './expressions/functions/function-table.ts';
import { parseOktaExpression } from './expressions/okta-parser.ts';
import { childrenOf, inputsOf, type ExpressionNode } from './expressions/tree.ts';
import type { ProfileSettings } from './profile-settings.ts';

/** What expressions read beside the user and the account that they are for. */
export interface ExpressionReads {
  readonly groups: boolean;
  /** The organization, `org.name`. */
  readonly organization: boolean;
  /** The user's manager. */
  readonly manager: boolean;
  /** The application itself, `app.name`. */
  readonly application: boolean;
  /** The names in addresses that other applications may have whose accounts or properties are read; sorted. */
  readonly applications: readonly string[];
  /** Of those, the ones whose accounts are read, of the user or of the manager; sorted. */
  readonly accounts: readonly string[];
}

/** Profiles that are not of an application by its name. */
const own = new Set(['user', 'source', 'appuser', 'org', 'app']);

/** What the expressions read; they must be well formed. */
export function readsOf(expressions: readonly string[]): ExpressionReads {
  const trees = expressions.map(parseOktaExpression);
  const inputs = trees.map(inputsOf);
  const functions = new Set(inputs.flatMap((one) => one.functions).map((name) => oktaFunctions.get(name)?.reads));
  const profiles = new Set(inputs.flatMap((one) => one.attributes).map((name) => name.slice(0, name.indexOf('.'))));
  const named = [...profiles, ...trees.flatMap(managerProfiles)].filter((name) => !own.has(name));
  return {
    groups: functions.has('groups'),
    organization: profiles.has('org'),
    manager: functions.has('manager'),
    application: profiles.has('app'),
    applications: [...new Set(named.flatMap(slugsOf))].sort(),
    accounts: [...new Set(named.map(slugOf))].sort(),
  };
}

/**
 * Whether an expression reads what was sent to accounts of the application that it is for, by that application's name in
 * expressions. The login name of the manager's account does not count: it does not come of the expression.
 */
export function readsOwnAccount(expression: string, reference: string): boolean {
  const reads = (node: ExpressionNode): boolean =>
    (node.kind === 'reference' && node.profile === reference) ||
    (node.kind === 'property' && node.attribute !== 'userName' && managerProfiles(node.of).includes(reference)) ||
    childrenOf(node).some(reads);
  return reads(parseOktaExpression(expression));
}

/** As `applications` of {@link readsOf}, of expressions that may be faulty: those that cannot be read name nothing. */
export function mentionedApplications(expressions: readonly string[]): readonly string[] {
  return readsOf(expressions.filter(isWellFormed)).applications;
}

/** Whether it can be read; names are not looked up. */
export function isWellFormed(expression: string): boolean {
  try {
    parseOktaExpression(expression);
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

/** The applications whose account of the manager is read. */
function managerProfiles(node: ExpressionNode): string[] {
  const finds = node.kind === 'call' ? oktaFunctions.get(node.name)?.finds : undefined;
  const profile = node.kind === 'call' && finds?.who === 'manager' ? finds.profile(node.items) : undefined;
  return [...(profile === undefined ? [] : [profile]), ...childrenOf(node).flatMap(managerProfiles)];
}

/** As {@link readsOf}, of everything in settings that were checked. */
export function readsOfSettings(settings: ProfileSettings): ExpressionReads {
  return readsOf(expressionsOf(settings));
}

/** The expressions of settings as they were written. */
export function expressionsOf({ mappings, userName }: ProfileSettings): string[] {
  const expressions = mappings.flatMap(({ source }) => (source.kind === 'expression' ? [source.expression] : []));
  return userName.format === 'custom' && userName.expression !== undefined
    ? [...expressions, userName.expression]
    : expressions;
}

/** Mappings whose value needs itself, by way of `appuser`: their places in the list, and the target. */
export function findCircles({ attributes, mappings }: ProfileSettings): readonly { index: number; target: string }[] {
  const variables = variablesOf(attributes);
  const needs = new Map(
    mappings.map(({ target, source }) => [
      target,
      source.kind === 'expression' ? accountAttributes(source.expression, () => variables) : [],
    ]),
  );
  return mappings.flatMap(({ target }, index) => (reaches(needs, target) ? [{ index, target }] : []));
}

/** The targets whose values an expression reads by `appuser`. One that cannot be read needs nothing. */
export function accountAttributes(
  expression: string,
  variables: () => ReadonlyMap<string, { readonly target: string }>,
): readonly string[] {
  if (!expression.includes('appuser.') || !isWellFormed(expression)) return [];
  return inputsOf(parseOktaExpression(expression)).attributes.flatMap((name) => {
    const target = name.startsWith('appuser.') ? variables().get(name.slice('appuser.'.length))?.target : undefined;
    return target === undefined ? [] : [target];
  });
}

function reaches(needs: ReadonlyMap<string, readonly string[]>, target: string): boolean {
  const seen = new Set<string>();
  const open = [...(needs.get(target) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === target) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(needs.get(next) ?? []));
  }
  return false;
}
