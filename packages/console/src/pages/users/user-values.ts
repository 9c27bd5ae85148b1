import { profileFieldNames, type ExtensionsBody, type ProfileFieldName, type User } from '@lockstep/admin-api';
import { changedExtensions } from './extension-values.ts';
import type { DepartmentValue, GroupValue } from './MembershipInputs.tsx';

type ProfileValues = { [K in ProfileFieldName]: string };

/** A user as the form has it. */
export interface UserValues extends ProfileValues {
  loginName: string;
  displayName: string;
  surname: string;
  givenName: string;
  email: string;
  sortOrder: number | '';
  extensions: User['extensions'];
  availableServices: string[];
  departments: DepartmentValue[];
  groups: GroupValue[];
  active: boolean;
  /** Of a new user alone. */
  staged: boolean;
}

const noProfile = Object.fromEntries(profileFieldNames.map((name) => [name, ''])) as ProfileValues;

export const nobody: UserValues = {
  ...noProfile,
  loginName: '',
  displayName: '',
  surname: '',
  givenName: '',
  email: '',
  sortOrder: '',
  extensions: {},
  availableServices: [],
  departments: [],
  groups: [],
  active: true,
  staged: false,
};

export function toValues(user: User): UserValues {
  const { loginName, displayName, surname, givenName, email, availableServices, active } = user;
  return {
    ...(Object.fromEntries(profileFieldNames.map((name) => [name, user[name]])) as ProfileValues),
    loginName,
    displayName,
    surname,
    givenName,
    email,
    sortOrder: user.sortOrder ?? '',
    extensions: user.extensions,
    availableServices,
    departments: user.departments.map(({ id, jobTitle }) => ({ department: id, jobTitle: jobTitle?.id ?? null })),
    groups: user.groups,
    active,
    staged: false,
  };
}

type Body = Omit<UserValues, 'groups' | 'sortOrder' | 'staged'> & {
  readonly groups: string[];
  readonly sortOrder: number | null;
};

/** The form's values as the admin API takes them. */
export function toBody({ staged: _ofNewUsers, ...values }: UserValues): Body {
  return {
    ...values,
    sortOrder: values.sortOrder === '' ? null : values.sortOrder,
    groups: values.groups.map(({ id }) => id),
  };
}

/** Only what was edited is sent, so that nobody else's change is overwritten by an old value. */
export function changedMembers(
  before: UserValues,
  values: UserValues,
): Partial<Omit<Body, 'extensions'>> & { readonly extensions?: ExtensionsBody } {
  const [{ extensions: held, ...was }, { extensions: wanted, ...is }] = [toBody(before), toBody(values)];
  const extensions = changedExtensions(held, wanted);
  return {
    ...Object.fromEntries(
      Object.entries(is).filter(
        ([name, value]) => JSON.stringify(was[name as keyof typeof was]) !== JSON.stringify(value),
      ),
    ),
    ...(extensions === undefined ? {} : { extensions }),
  };
}
