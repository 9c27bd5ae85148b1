import type { AppProfile, AppValue } from './app-profile.ts';
import type { ApplicationTemplate, MappingSource } from './template.ts';
import { computeUserName } from './user-name-format.ts';
import { readAttribute, type SourceUser } from './user-source.ts';

/** What an assignment sets for its user alone. */
export interface AssignedValues {
  readonly userName?: string;
}

export type DesiredProfile = { readonly profile: AppProfile } | { readonly reason: string };

/** What the account of an assigned, active user is to hold, or in plain words why that cannot be computed. */
export function desiredProfile(
  template: ApplicationTemplate,
  user: SourceUser,
  assignment: AssignedValues = {},
): DesiredProfile {
  const named =
    assignment.userName === undefined
      ? computeUserName(template.userNameFormat, user)
      : { userName: assignment.userName };
  if ('reason' in named) return named;
  const profile: Record<string, AppValue> = { userName: named.userName, active: true };
  for (const { target, source } of template.mappings) {
    const value = evaluate(source, user);
    if (value !== undefined) profile[target] = value;
  }
  return { profile };
}

function evaluate(source: MappingSource, user: SourceUser): AppValue | undefined {
  return source.kind === 'constant' ? source.value : readAttribute(user, source.attribute);
}
