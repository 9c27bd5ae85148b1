export * from './attribute-type.ts';
export * from './check-expression.ts';
export * from './evaluate-expression.ts';
export * from './expression-error.ts';
export { signatureOf } from './function-definition.ts';
export { oktaFunctions } from './functions/function-table.ts';
export { parseOktaExpression } from './okta-parser.ts';
export * from './tree.ts';
export type { Value } from './value.ts';
