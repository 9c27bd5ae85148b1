import type { AppliedTolerance, Tolerances } from '@lockstep/scim';
import type { Noted } from '../../inbound/exchanges/exchange.ts';
import type { Policy } from '../../inbound/policy.ts';

/** What a PATCH answers: 200 with the whole resource, or 204. RFC 7644 §3.5.2 leaves the choice. */
type PatchAnswer = 'resource' | 'nothing';

/** How this server speaks with one client; worked out for each request from what its connection has been set to. */
export interface Dialect {
  readonly tolerances: Tolerances;
  /** By resource type; `recognized` is what the client is known to expect of groups. */
  readonly patchAnswer: Policy['patchAnswer'];
  readonly recognized: PatchAnswer;
  /** Notes in the record of the request what it was put up with; absent where nothing is recorded. */
  readonly note?: (used: Noted) => void;
  /** Whether a client may be told by how it speaks. */
  readonly recognizes: boolean;
}

/** Microsoft Entra ID appends this parameter to every address where its administrator has put it into the tenant URL. */
const entraParameter = 'aadOptscim062020';

export function dialectOf({ tolerances, patchAnswer, dialect }: Policy, query: unknown): Dialect {
  const recognizes = dialect === 'auto';
  const entra = typeof query === 'object' && query !== null && Object.hasOwn(query, entraParameter);
  return { tolerances, patchAnswer, recognized: recognizes && entra ? 'nothing' : 'resource', recognizes };
}

/** Microsoft Entra ID wants 204 for groups. Without its parameter it gives itself away by its capitals. */
export function patchAnswer(dialect: Dialect, type: string, used: readonly AppliedTolerance[]): PatchAnswer {
  if (dialect.patchAnswer !== 'auto') return dialect.patchAnswer;
  if (type !== 'Group') return 'resource';
  const capitals = dialect.recognizes && used.some(({ name }) => name === 'capitalizedOperation');
  return capitals ? 'nothing' : dialect.recognized;
}
