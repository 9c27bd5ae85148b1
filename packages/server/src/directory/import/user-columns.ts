import { textFields } from '../users/profile-fields.ts';

/** The columns of a users file, in the order of the export; an import may leave out all but the first. */
export const userColumns = [
  'loginName',
  'displayName',
  'surname',
  'givenName',
  'email',
  ...textFields,
  'sortOrder',
  'status',
  'departments',
  'jobTitles',
  'groups',
  'availableServices',
] as const;
export type UserColumn = (typeof userColumns)[number];

/** Characters at most, after the cybozu.com User API; of what is not named here 10,000. */
export const columnLengths: { readonly [K in UserColumn]?: number } = {
  loginName: 128,
  displayName: 128,
  surname: 64,
  givenName: 64,
  email: 256,
  surnameReading: 64,
  givenNameReading: 64,
  localName: 128,
  localNameLocale: 35,
  title: 128,
  employeeNumber: 100,
  phone: 100,
  mobilePhone: 100,
  extensionNumber: 100,
  callto: 100,
  url: 1000,
  locale: 35,
  timeZone: 64,
  description: 1000,
};
