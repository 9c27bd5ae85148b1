import { ScimError, type JsonObject } from '@lockstep/scim';
import { LinkConflict, linkWith, type LockedUser, type Ruling, type Via } from '../directory/links/link.ts';
import { acceptAttributes } from './accept-attributes.ts';
import { checkFieldLimits } from './check-field-limits.ts';
import type { Connection } from './connection-rows.ts';
import { keepLoginName } from './keep-login-name.ts';

const remedy = 'An administrator can link the user on the Link ledger page of this organization.';

/** @throws LinkConflict or ScimError where the connection may not write a user that it has no link with */
function checkMayLink({ policy }: Connection, user: LockedUser): void {
  if (policy.existingUsers === 'no')
    throw ScimError.forbidden('This user is not managed by this identity provider, and this connection links nobody.');
  if (policy.existingUsers !== 'ask' && !user.isAdministrator) return;
  const reason = user.isAdministrator ? 'This user is an administrator here' : 'This user existed here before';
  throw new LinkConflict(ScimError.forbidden(`${reason} and is not linked with this identity provider. ${remedy}`));
}

/** A POST of a user who exists: 409, which the ledger shows where nothing ties the user to the connection. */
function refuseExisting({ userName }: LockedUser): LinkConflict {
  return new LinkConflict(
    ScimError.uniqueness(`A user with the userName "${userName}" exists here and is not linked. ${remedy}`),
  );
}

function isActive({ active }: JsonObject): boolean {
  return active !== false;
}

/** What a connection's writes may make of existing users, by its rules. */
export function linkRules(connection: Connection): Required<Pick<Via, 'rule' | 'adopt'>> {
  const { id, policy } = connection;
  const isLinked = (user: LockedUser): boolean => linkWith(user, id)?.state === 'linked';

  /** What the connection may write of it, within its limits. */
  function accepted(user: LockedUser, wanted: JsonObject): JsonObject {
    return checkFieldLimits(policy, user.resource, acceptAttributes(policy, user.resource, wanted));
  }

  function rule(user: LockedUser, wanted: JsonObject): Ruling {
    if (!isLinked(user)) checkMayLink(connection, user);
    const { resource, ...held } = keepLoginName(policy, user.resource, wanted);
    return { resource: accepted(user, resource), ...held };
  }

  function adopt(user: LockedUser, wanted: JsonObject): Ruling | undefined {
    if (isLinked(user)) {
      if (user.active || !isActive(wanted) || !policy.tolerances.reactivation) return undefined;
      return { resource: accepted(user, wanted) };
    }
    if (policy.existingUsers !== 'yes' || user.isAdministrator) throw refuseExisting(user);
    // what the identity provider does not send stays as it was entered here
    return { resource: accepted(user, { ...user.resource, ...wanted }) };
  }

  return { rule, adopt };
}
