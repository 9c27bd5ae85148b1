/** Where a part stands in the text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type OrderOperator = '<' | '>' | '<=' | '>=';
export type BinaryOperator = 'or' | 'and' | '==' | '!=' | OrderOperator | 'matches' | '+';

/** A call. `name` is the whole of it, `String.len`; `nameEnd` is where it ends in the text. */
export interface CallNode extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly nameEnd: number;
  readonly items: readonly ExpressionNode[];
}

/** One part of an expression. Frozen, and the same for every dialect: only parsers and printers know how it is written. */
export type ExpressionNode =
  | (Span & { readonly kind: 'literal'; readonly value: string | number | boolean | null })
  | (Span & { readonly kind: 'array'; readonly items: readonly ExpressionNode[] })
  /** `user.firstName`: an attribute of a profile. */
  | (Span & { readonly kind: 'reference'; readonly profile: string; readonly attribute: string })
  | CallNode
  | (Span & { readonly kind: 'not'; readonly operand: ExpressionNode })
  | (Span & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    })
  | (Span & {
      readonly kind: 'conditional';
      readonly condition: ExpressionNode;
      readonly yes: ExpressionNode;
      readonly no: ExpressionNode;
    })
  /** `left ?: right`: the right where the left is null or empty. */
  | (Span & { readonly kind: 'elvis'; readonly left: ExpressionNode; readonly right: ExpressionNode })
  | (Span & { readonly kind: 'index'; readonly array: ExpressionNode; readonly index: ExpressionNode })
  /** `getManagerUser("active_directory").email`: an attribute of the user whom a call finds. */
  | (Span & { readonly kind: 'property'; readonly of: CallNode; readonly attribute: string })
  /** `user.getGroups(…).![name]`: one attribute of each of the things that a call finds. */
  | (Span & { readonly kind: 'projection'; readonly of: CallNode; readonly attribute: string })
  /** `{'group.id': "x"}`: what is asked for; as many items as keys. Only an argument of a function that takes one. */
  | (Span & {
      readonly kind: 'criteria';
      readonly keys: readonly string[];
      readonly items: readonly ExpressionNode[];
    });

/** The parts that a part is made of, in the order of the text. */
export function childrenOf(node: ExpressionNode): readonly ExpressionNode[] {
  if ('items' in node) return node.items;
  if ('of' in node) return [node.of];
  switch (node.kind) {
    case 'literal':
    case 'reference':
      return [];
    case 'not':
      return [node.operand];
    case 'binary':
    case 'elvis':
      return [node.left, node.right];
    case 'conditional':
      return [node.condition, node.yes, node.no];
    case 'index':
      return [node.array, node.index];
    default:
      return node satisfies never;
  }
}

/** What of the profiles and the world an expression reads, so that only what it touches makes it be computed anew. */
export interface ExpressionInputs {
  /** As written, `user.firstName`; each once, sorted. */
  readonly attributes: readonly string[];
  /** The names of functions that read something beside their arguments, such as the groups of the user or the time. */
  readonly functions: readonly string[];
}

export function inputsOf(tree: ExpressionNode): ExpressionInputs {
  const attributes = new Set<string>();
  const functions = new Set<string>();
  const visit = (node: ExpressionNode): void => {
    if (node.kind === 'reference') attributes.add(`${node.profile}.${node.attribute}`);
    if (node.kind === 'call') functions.add(node.name);
    childrenOf(node).forEach(visit);
  };
  visit(tree);
  return { attributes: [...attributes].sort(), functions: [...functions].sort() };
}
