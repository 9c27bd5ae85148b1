import { ExpressionError } from './expression-error.ts';
import type { ExpressionNode } from './tree.ts';

/** Quoted text, in which nothing has a meaning. */
const quoted = /"(?:[^"]|"")*"|'(?:[^']|'')*'/g;

/** As many pieces as the parts of an expression may be inside each other, with room for what they hold. */
const mostPieces = 100;

/** Where a text has `${` outside quotes, which makes it a template; −1 for an expression. */
export function templateStart(text: string): number {
  return withoutQuoted(text).indexOf('${');
}

/** The same length, with blanks for what is in quotes. */
function withoutQuoted(text: string): string {
  return text.replaceAll(quoted, (whole) => ' '.repeat(whole.length));
}

/**
 * Reads `${fn:substringBefore(source.login, "@")}@example.com`, as Okta writes the login names of its built-in formats:
 * text as it is, and expressions in `${…}` whose functions may have `fn:` before their names. All of it is joined as
 * text. `parse` reads one expression. Throws {@link ExpressionError}.
 */
export function parseTemplate(text: string, parse: (expression: string) => ExpressionNode): ExpressionNode {
  const bare = withoutQuoted(text);
  let joined: ExpressionNode = literal('', 0);
  let count = 0;
  const join = (right: ExpressionNode): void => {
    count += 1;
    if (count > mostPieces) throw new ExpressionError('too-deep', right, 'The expression is nested too deeply.');
    joined = Object.freeze({ kind: 'binary', operator: '+', left: joined, right, start: 0, end: right.end });
  };
  for (let at = 0; at < text.length;) {
    const open = bare.indexOf('${', at);
    if (open !== at) join(literal(text.slice(at, open < 0 ? text.length : open), at));
    if (open < 0) break;
    const close = closingBrace(bare, open + 2);
    // blanks keep the places of what is inside
    join(parse(' '.repeat(open + 2) + withoutPrefixes(text.slice(open + 2, close))));
    at = close + 1;
  }
  return joined;
}

function literal(value: string, start: number): ExpressionNode {
  return Object.freeze({ kind: 'literal', value, start, end: start + value.length });
}

function closingBrace(bare: string, from: number): number {
  let depth = 0;
  for (let at = from; at < bare.length; at += 1) {
    if (bare[at] === '{') depth += 1;
    if (bare[at] === '}') depth -= 1;
    if (depth < 0) return at;
  }
  const span = { start: bare.length, end: bare.length };
  throw new ExpressionError('unexpected-end', span, 'Here comes “}”.', { expected: '}' });
}

function withoutPrefixes(expression: string): string {
  const bare = withoutQuoted(expression);
  return expression.replaceAll(/\bfn:(?=[A-Za-z])/g, (prefix, at: number) =>
    bare.startsWith('fn:', at) ? '   ' : prefix,
  );
}
