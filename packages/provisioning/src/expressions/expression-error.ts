import type { Span } from './tree.ts';

/** What may be wrong with an expression. The first group is found by reading it, the last only by evaluating it. */
export type ExpressionFault =
  | 'unexpected'
  | 'unexpected-end'
  | 'unterminated-string'
  | 'number-too-large'
  | 'too-long'
  | 'too-deep'
  | 'bare-name'
  | 'unknown-profile'
  | 'unknown-attribute'
  | 'unknown-function'
  | 'unsupported-function'
  | 'wrong-type'
  | 'never-equal'
  | 'argument-count'
  | 'bad-pattern'
  | 'wrong-result'
  | 'bad-value'
  | 'too-large'
  | 'too-many-steps';

/** What a message names, for whoever puts it in other words. */
export type FaultNames = Readonly<Record<string, string>>;

/** Something wrong in an expression, and where. `message` is one English sentence for people. */
export class ExpressionError extends Error {
  readonly fault: ExpressionFault;
  readonly start: number;
  readonly end: number;
  readonly names: FaultNames;

  constructor(fault: ExpressionFault, span: Span, message: string, names: FaultNames = {}) {
    super(message);
    this.name = 'ExpressionError';
    this.fault = fault;
    this.start = span.start;
    this.end = span.end;
    this.names = names;
  }
}

/** The message with its place: characters count from 1. */
export function describeError({ message, start }: ExpressionError): string {
  return `At character ${start + 1}: ${message}`;
}
