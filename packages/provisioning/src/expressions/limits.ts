/**
 * What no expression goes beyond, whoever wrote it. A text is counted in characters as JavaScript does, UTF-16 units.
 */
export const expressionLimits = {
  /** Characters of the text of an expression. */
  length: 10_000,
  /** Parts inside parts. */
  depth: 200,
  /** Steps of one evaluation; long values cost more than one. */
  steps: 10_000,
  /** Characters of a value. */
  text: 20_000,
  /** Elements of an array. */
  elements: 1000,
  /** Characters of a regular expression. */
  pattern: 500,
  /** Characters of a string that a regular expression is matched with. */
  subject: 2000,
} as const;
