import type { FunctionNote } from './function-definition.ts';
import { oktaFunctions } from './functions/function-table.ts';
import { childrenOf, type ExpressionNode, type Span } from './tree.ts';

/** A call that always gives the same here, and why. */
export interface ExpressionNote extends Span {
  readonly note: FunctionNote;
  readonly name: string;
}

/** The calls that have nothing to find, in the order of the text. */
export function findNotes(node: ExpressionNode): readonly ExpressionNote[] {
  const note = node.kind === 'call' ? oktaFunctions.get(node.name)?.note : undefined;
  const own =
    node.kind === 'call' && note !== undefined ? [{ note, name: node.name, start: node.start, end: node.nameEnd }] : [];
  return [...own, ...childrenOf(node).flatMap(findNotes)];
}
