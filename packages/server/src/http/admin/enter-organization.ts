import { scopesIn, type Caller } from '../../access/caller.ts';
import { covers, type Scope } from '../../access/scopes.ts';
import { findOrganization, type Organization } from '../../directory/organizations/organizations.ts';
import { isInNetworks } from '../../network/networks.ts';
import type { Services } from '../services.ts';
import { notFound, ProblemError } from './problem-error.ts';

/** The configured administrator token: the way in for whoever runs the server, from everywhere. */
export function isOperator(caller: Caller): boolean {
  return caller.administrator === undefined && caller.key === undefined;
}

/** 403 where the caller was granted nothing that covers the scope. */
function assertScope(caller: Caller, granted: ReadonlySet<Scope>, wanted: Scope | undefined): void {
  if (wanted !== undefined && covers(granted, wanted)) return;
  if (caller.key !== undefined) {
    throw new ProblemError('scope_missing', `This API key has no scope "${wanted ?? 'for this'}".`);
  }
  throw new ProblemError('forbidden', 'Your role in this organization does not allow this.');
}

function assertAddress(caller: Caller, { consoleNetworks }: Organization, address: string): void {
  if (consoleNetworks.length === 0 || isOperator(caller) || isInNetworks(address, consoleNetworks)) return;
  throw new ProblemError(
    'address_not_allowed',
    `The IP restriction "Console and admin API" of this organization does not allow the address ${address}.`,
  );
}

/** An organization that the caller may enter, and what the caller may do there. */
export interface Entered {
  readonly organization: Organization;
  readonly granted: ReadonlySet<Scope>;
}

/**
 * Lets a caller into an organization: 404 for one that the caller has no business in, 403 from an address that its IP
 * restrictions do not allow, 403 for a scope that the caller does not have.
 */
export async function enterOrganization(
  services: Services,
  caller: Caller,
  asked: { readonly slug: string; readonly address: string; readonly scopes: readonly (Scope | undefined)[] },
): Promise<Entered> {
  const organization = await findOrganization(services.database.db, asked.slug);
  const granted = organization === undefined ? undefined : scopesIn(caller, organization.id);
  if (organization === undefined || granted === undefined) throw notFound('organization');
  assertAddress(caller, organization, asked.address);
  for (const scope of asked.scopes) assertScope(caller, granted, scope);
  return { organization, granted };
}
