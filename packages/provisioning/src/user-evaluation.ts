import type { EvaluationContext } from './expressions/evaluate-expression.ts';
import { readUserProfile } from './user-profile.ts';
import type { SourceOrganization, SourceUser } from './user-source.ts';

/** A user as expressions see it. `userName` is the login name of the account, where it is known already. */
export function evaluationFor(user: SourceUser, userName?: string): EvaluationContext {
  return {
    attribute: (profile, attribute) => {
      if (profile === 'user' || profile === 'source') return readUserProfile(user, attribute);
      if (profile === 'org') return readOrganization(user.organization, attribute);
      return profile === 'appuser' && attribute === 'userName' ? (userName ?? null) : null;
    },
    now: user.readAt,
    userId: user.id,
    userStatus: user.resource['active'] === false ? 'DEPROVISIONED' : 'ACTIVE',
    groups: user.groups,
  };
}

function readOrganization(organization: SourceOrganization | undefined, attribute: string): string | null {
  if (organization === undefined) return null;
  if (attribute === 'name') return organization.name;
  return attribute === 'subDomain' ? organization.slug : null;
}
