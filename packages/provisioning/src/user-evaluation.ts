import { readApplied } from './app-user-profile.ts';
import type { EvaluationContext } from './expressions/evaluate-expression.ts';
import type { Value } from './expressions/value.ts';
import { readUserProfile } from './user-profile.ts';
import type { SourceApplication, SourceOrganization, SourceUser } from './user-source.ts';

/** The values of the account that expressions are for, `appuser.title`; null where there is none. */
export type AccountReader = (variable: string) => Value;

/** A user as expressions see it. `account` where it is known what the account is to hold. */
export function evaluationFor(user: SourceUser, account: AccountReader = () => null): EvaluationContext {
  return {
    attribute: (profile, attribute, of) =>
      of === 'manager' ? readManager(user, profile, attribute) : readProfile(user, profile, attribute, account),
    now: user.readAt,
    userId: user.id,
    userStatus: user.resource['active'] === false ? 'DEPROVISIONED' : 'ACTIVE',
    managerId: user.manager?.id ?? null,
    managerHasAccount: (application) => accountAt(user, application)?.managerApplied !== undefined,
    groups: user.groups,
  };
}

function accountAt({ accounts = [] }: SourceUser, reference: string) {
  return accounts.find((one) => one.reference === reference);
}

function readManager(user: SourceUser, profile: string, attribute: string): Value {
  if (profile === 'user') return user.manager === undefined ? null : readUserProfile(user.manager, attribute);
  return readApplied(accountAt(user, profile)?.managerApplied, attribute);
}

function readProfile(user: SourceUser, profile: string, attribute: string, account: AccountReader): Value {
  switch (profile) {
    case 'user':
    case 'source':
      return readUserProfile(user, attribute);
    case 'org':
      return readOrganization(user.organization, attribute);
    case 'app':
      return readApplication(user.application, attribute);
    case 'appuser':
      return account(attribute);
    default:
      return readNamed(user, profile, attribute);
  }
}

/** An account at another application, or that application: the former where one is called like the other. */
function readNamed(user: SourceUser, profile: string, attribute: string): Value {
  const named = accountAt(user, profile);
  if (named !== undefined) return readApplied(named.applied, attribute);
  return profile.endsWith('_app') ? readApplication(accountAt(user, profile.slice(0, -4)), attribute) : null;
}

function readOrganization(organization: SourceOrganization | undefined, attribute: string): string | null {
  if (organization === undefined) return null;
  if (attribute === 'name') return organization.name;
  return attribute === 'subDomain' || attribute === 'subdomain' ? organization.slug : null;
}

function readApplication(application: SourceApplication | undefined, attribute: string): string | null {
  if (application === undefined) return null;
  if (attribute === 'name') return application.name;
  if (attribute === 'baseUrl') return application.baseUrl;
  return attribute === 'domain' ? hostOf(application.baseUrl) : null;
}

/** The name or address of the host, without a port. */
function hostOf(baseUrl: string): string | null {
  return /^https?:\/\/(\[[^\]]*\]|[^/:?#]+)/i.exec(baseUrl)?.[1] ?? null;
}
