import type { AppProfile, AppValue } from './app-profile.ts';
import type { AssignedValues } from './assigned-values.ts';
import { mapValues } from './map-values.ts';
import type { ApplicationTemplate } from './template.ts';
import { computeUserName, type Unmade } from './user-name-format.ts';
import type { SourceUser } from './user-source.ts';

export type DesiredProfile = { readonly profile: AppProfile } | Unmade;

/** What the account of an assigned, active user is to hold, or in plain words why that cannot be computed. */
export function desiredProfile(
  template: ApplicationTemplate,
  user: SourceUser,
  assignment: AssignedValues = {},
  accountName?: string,
): DesiredProfile {
  const named = desiredUserName(template, user, assignment, accountName);
  if ('reason' in named) return named;
  const profile: Record<string, AppValue> = { userName: named.userName, active: true };
  for (const { mapping, value, reason } of mapValues(template, user, named.userName, assignment)) {
    if (reason !== undefined) return { reason };
    if (value !== undefined) profile[mapping.target] = value;
  }
  return { profile };
}

/**
 * The login name of the assignment, else the one that the username format makes; or why the application would not take it.
 * `accountName` is that of the account that is there already: the format `none` leaves it alone.
 */
export function desiredUserName(
  template: ApplicationTemplate,
  user: SourceUser,
  assignment: AssignedValues = {},
  accountName?: string,
): { readonly userName: string } | Unmade {
  const given = assignment.userName ?? (template.userNameFormat === 'none' ? accountName : undefined);
  const named = given === undefined ? computeUserName(template, user) : { userName: given };
  const longest = template.constraints?.userNameMaxLength;
  if ('reason' in named || longest === undefined || Array.from(named.userName).length <= longest) return named;
  return {
    reason: `${template.name} takes login names of at most ${longest} characters, and “${named.userName}” is longer: set another one on the assignment of this person.`,
  };
}
