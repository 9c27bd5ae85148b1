import type { ExpressionNode } from './tree.ts';

/** How strongly a part holds together: what is weaker than its place asks for goes in parentheses. */
function strengthOf(node: ExpressionNode): number {
  if (node.kind === 'conditional' || node.kind === 'elvis') return 0;
  if (node.kind === 'not') return 5;
  if (node.kind !== 'binary') return 6;
  if (node.operator === 'or') return 1;
  if (node.operator === 'and') return 2;
  return node.operator === '+' ? 4 : 3;
}

/** The expression as text, with no more parentheses than it needs; reading it again gives the same tree. */
export function printOktaExpression(node: ExpressionNode): string {
  if ('items' in node) return printItems(node);
  if ('of' in node) return printFound(node);
  switch (node.kind) {
    case 'literal':
      return printLiteral(node.value);
    case 'reference':
      return `${node.profile}.${node.attribute}`;
    case 'not':
      return `!${print(node.operand, 5)}`;
    case 'binary': {
      const strength = strengthOf(node);
      const sign = node.operator === 'and' || node.operator === 'or' ? node.operator.toUpperCase() : node.operator;
      return `${print(node.left, strength)} ${sign} ${print(node.right, strength + 1)}`;
    }
    case 'conditional':
      return `${print(node.condition, 1)} ? ${printOktaExpression(node.yes)} : ${printOktaExpression(node.no)}`;
    case 'elvis':
      return `${print(node.left, 1)} ?: ${printOktaExpression(node.right)}`;
    case 'index':
      return `${print(node.array, 6)}[${printOktaExpression(node.index)}]`;
    default:
      return node satisfies never;
  }
}

function printFound({ kind, of, attribute }: Extract<ExpressionNode, { of: unknown }>): string {
  return `${printOktaExpression(of)}.${kind === 'property' ? attribute : `![${attribute}]`}`;
}

function printItems(node: Extract<ExpressionNode, { items: unknown }>): string {
  const items = node.items.map(printOktaExpression);
  if (node.kind === 'call') return `${node.name}(${items.join(', ')})`;
  if (node.kind === 'array') return `{${items.join(', ')}}`;
  return `{${items.map((item, index) => `${printLiteral(node.keys[index] ?? '')}: ${item}`).join(', ')}}`;
}

function print(node: ExpressionNode, least: number): string {
  const text = printOktaExpression(node);
  return strengthOf(node) < least ? `(${text})` : text;
}

function printLiteral(value: string | number | boolean | null): string {
  return typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value);
}
