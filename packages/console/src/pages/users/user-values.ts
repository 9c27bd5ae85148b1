import type { User } from '@lockstep/admin-api';
import type { UserValues } from './UserForm.tsx';

/** A user as the form has it. */
export function toValues(user: User): UserValues {
  const { loginName, displayName, surname, givenName, email, availableServices, active } = user;
  return {
    loginName,
    displayName,
    surname,
    givenName,
    email,
    availableServices,
    departments: user.departments.map(({ id, jobTitle }) => ({ department: id, jobTitle: jobTitle?.id ?? null })),
    groups: user.groups,
    active,
  };
}

type Body = Omit<UserValues, 'groups'> & { readonly groups: string[] };

/** The form's values as the admin API takes them. */
export function toBody(values: UserValues): Body {
  return { ...values, groups: values.groups.map(({ id }) => id) };
}

/** Only what was edited is sent, so that nobody else's change is overwritten by an old value. */
export function changedMembers(before: UserValues, values: UserValues): Partial<Body> {
  const [was, is] = [toBody(before), toBody(values)];
  return Object.fromEntries(
    Object.entries(is).filter(([name, value]) => JSON.stringify(was[name as keyof Body]) !== JSON.stringify(value)),
  );
}
