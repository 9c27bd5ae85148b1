import type { UserField } from '@lockstep/admin-api';
import type { JsonObject } from '@lockstep/scim';
import { ExtensionError } from '../../directory/custom-types/extension-fault.ts';
import type { LockedUser } from '../../directory/links/link.ts';
import { LocalEditError } from '../../directory/links/local-edit-error.ts';
import type { UserOutcome } from '../../directory/users/user-write.ts';
import { readEditCheck, type Locks } from '../../inbound/local-edits.ts';
import type { OrganizationContext } from './bind-route.ts';
import { extensionProblem } from './extension-problem.ts';
import { notFound, ProblemError } from './problem-error.ts';

/** Refuses edits of users that the rules of the organization's connections leave to the identity provider. */
export async function localEditCheck({
  services,
  organization,
}: Pick<OrganizationContext, 'services' | 'organization'>): Promise<(user: LockedUser, after: JsonObject) => void> {
  return readEditCheck(services.database.db, organization.id);
}

/** The items of the document beside login name and services. */
const documentFields: readonly UserField[] = ['displayName', 'surname', 'givenName', 'email', 'active'];

export function isLocked(field: UserField, locks: Locks): boolean {
  if (field === 'loginName') return locks.loginName;
  if (field === 'availableServices') return locks.services;
  return documentFields.includes(field) ? locks.document : locks.others;
}

/** What the rules of a connection forbid, with the field that it is about. */
function asProblem(error: unknown): unknown {
  if (error instanceof ExtensionError) return extensionProblem(error);
  if (!(error instanceof LocalEditError)) return error;
  const issues =
    error.reason === 'login-name' ? [{ path: 'loginName', message: error.message, code: 'managed' as const }] : [];
  return new ProblemError('managed_by_identity_provider', error.message, { issues });
}

/** The refusals that a write can meet, as problems. */
export function assertWritten(outcome: UserOutcome): void {
  if (outcome.kind === 'unknown') throw notFound('user');
  if (outcome.kind === 'refused') throw asProblem(outcome.error);
  if (outcome.kind !== 'taken') return;
  throw new ProblemError('login_name_taken', `Somebody has the login name ${outcome.userName} already.`, {
    issues: [{ path: 'loginName', message: 'This login name is taken.', code: 'taken' }],
  });
}
