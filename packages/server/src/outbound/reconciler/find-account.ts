import { fromResource, managedTargets } from '@lockstep/provisioning';
import { isRemoteId, type ClientError } from '@lockstep/scim-client';
import type { JsonObject } from '@lockstep/scim';
import type { Target } from '../target/open-target.ts';
import type { Account } from './pair.ts';

export type AccountSearch =
  | { readonly kind: 'found'; readonly account: Account }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly name: string; readonly count: number }
  | { readonly kind: 'error'; readonly error: ClientError };

export interface AccountTraits {
  /** Login names that the account may have. */
  readonly names: readonly string[];
  /** Also looked for, after the names, where it is given. */
  readonly externalId?: string;
  /** The target has refused to make another account of such a name, so there must be one. */
  readonly exists?: true;
}

/** Looks for an account of a user whose remote id is not known: by login name, then by external id. */
export async function findAccount(
  target: Target,
  { names, externalId, exists }: AccountTraits,
): Promise<AccountSearch> {
  for (const name of names) {
    const search = await searchBy(target, { attribute: 'userName', value: name, ...(exists && { exists }) });
    if (search.kind !== 'none') return search;
  }
  if (externalId === undefined) return { kind: 'none' };
  const search = await searchBy(target, { attribute: 'externalId', value: externalId });
  // not every target can filter by it, and it is only the second way
  return search.kind === 'error' && search.error.kind === 'refused' && search.error.status === 400
    ? { kind: 'none' }
    : search;
}

interface Question {
  readonly attribute: 'userName' | 'externalId';
  readonly value: string;
  readonly exists?: true;
}

async function searchBy(target: Target, question: Question): Promise<AccountSearch> {
  const { client } = target;
  const { attribute, value } = question;
  const result = await client.lookUp({ endpoint: '/Users', ...question });
  if (!result.ok) {
    const none = client.profile.notFoundMeansNone && result.error.kind === 'refused' && result.error.status === 404;
    return none ? { kind: 'none' } : { kind: 'error', error: result.error };
  }
  // a target that ignores filters answers with everybody: only what really matches counts
  const matching = result.resources.filter((resource) => matches(resource, attribute, value));
  if (matching.length > 1) return { kind: 'several', name: value, count: matching.length };
  const [only] = matching;
  const remoteId = only?.['id'];
  if (only === undefined || !isRemoteId(remoteId)) return { kind: 'none' };
  return { kind: 'found', account: { remoteId, profile: fromResource(only, managedTargets(target.template)) } };
}

/** userName compares without regard to case, externalId exactly (RFC 7643 §3.1 and §4.1.1). */
function matches(resource: JsonObject, attribute: 'userName' | 'externalId', value: string): boolean {
  const { id } = resource;
  const held = resource[attribute];
  if (!isRemoteId(id) || typeof held !== 'string') return false;
  return attribute === 'externalId' ? held === value : held.toLowerCase() === value.toLowerCase();
}
