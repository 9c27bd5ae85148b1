import { lenientDialect, type AppliedTolerance, type Tolerances } from '@lockstep/scim';

/** How this server speaks with one client; worked out for each request. */
export interface Dialect {
  readonly tolerances: Tolerances;
  /** What PATCH of a group answers: 200 with the whole group, or 204. RFC 7644 §3.5.2 leaves the choice. */
  readonly groupPatchAnswer: 'resource' | 'nothing';
}

const ordinary: Dialect = { tolerances: lenientDialect, groupPatchAnswer: 'resource' };
const entra: Dialect = { tolerances: lenientDialect, groupPatchAnswer: 'nothing' };

/** Microsoft Entra ID appends this parameter to every address where its administrator has put it into the tenant URL. */
const entraParameter = 'aadOptscim062020';

export function recognizeDialect(query: unknown): Dialect {
  return typeof query === 'object' && query !== null && Object.hasOwn(query, entraParameter) ? entra : ordinary;
}

/** Without its parameter Microsoft Entra ID gives itself away by the capitals of its operation names. */
export function groupPatchAnswer(dialect: Dialect, used: readonly AppliedTolerance[]): Dialect['groupPatchAnswer'] {
  const capitals = used.some(({ name }) => name === 'capitalizedOperation');
  return capitals ? entra.groupPatchAnswer : dialect.groupPatchAnswer;
}
