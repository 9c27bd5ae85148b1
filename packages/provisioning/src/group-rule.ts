import { evaluateExpression } from './expressions/evaluate-expression.ts';
import { ExpressionError } from './expressions/expression-error.ts';
import { oktaFunctions } from './expressions/functions/function-table.ts';
import { parseOktaExpression } from './expressions/okta-parser.ts';
import { childrenOf, type ExpressionNode } from './expressions/tree.ts';
import { findFaults } from './check-settings.ts';
import { evaluationFor } from './user-evaluation.ts';
import { groupRuleSchemas, type UserAttribute } from './user-profile.ts';
import type { SourceUser } from './user-source.ts';

/**
 * Everything that is wrong with the expression of a group rule. It gives true or false, and does not read groups: rules
 * that read what rules write would have no end. Nor does it read other users: it is looked at again when its user changes.
 */
export function findRuleFaults(expression: string, custom: readonly UserAttribute[] = []): readonly ExpressionError[] {
  const faults = findFaults(expression, groupRuleSchemas(custom), 'boolean');
  return faults.length > 0 ? faults : foreignCalls(parseOktaExpression(expression)).map(toFault);
}

type Call = Extract<ExpressionNode, { readonly kind: 'call' }>;

function foreignCalls(node: ExpressionNode): Call[] {
  const own = node.kind === 'call' && isForeign(oktaFunctions.get(node.name)?.reads) ? [node] : [];
  return [...own, ...childrenOf(node).flatMap(foreignCalls)];
}

function isForeign(reads: string | undefined): boolean {
  return reads === 'groups' || reads === 'manager';
}

function toFault({ start, nameEnd, name }: Call): ExpressionError {
  const what = oktaFunctions.get(name)?.reads === 'groups' ? 'groups' : 'other users';
  const message = `A group rule cannot read ${what}, so ${name} is of no use here.`;
  return new ExpressionError('unsupported-function', { start, end: nameEnd }, message, { name });
}

/** Whether a rule matches; undefined where the expression cannot be evaluated for this user. */
export type RuleTest = (user: SourceUser) => boolean | undefined;

/** The expression must have no faults. */
export function ruleTest(expression: string): RuleTest {
  const tree = parseOktaExpression(expression);
  return (user) => {
    try {
      return evaluateExpression(tree, evaluationFor(user)) === true;
    } catch (error) {
      if (error instanceof ExpressionError) return undefined;
      throw error;
    }
  };
}
