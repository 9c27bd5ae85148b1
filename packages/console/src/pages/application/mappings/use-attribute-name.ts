import type { AppAttribute } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { shortPath } from './short-path.ts';

/** Attributes that everybody knows by a name; those of every template that comes with Lockstep are among them. */
export const known = {
  userName: 'user.loginName',
  active: 'user.status',
  displayName: 'user.displayName',
  externalId: 'user.externalId',
  'name.familyName': 'user.surname',
  'name.givenName': 'user.givenName',
  'emails[type eq "work"].value': 'user.email',
  'urn:lockstep:params:scim:schemas:extension:services:2.0:User:availableServices': 'user.availableServices',
  nickName: 'attributes.nickName',
  profileUrl: 'attributes.profileUrl',
  title: 'attributes.title',
  userType: 'attributes.userType',
  preferredLanguage: 'attributes.preferredLanguage',
  locale: 'attributes.locale',
  timezone: 'attributes.timezone',
  'name.formatted': 'attributes.formatted',
  'name.middleName': 'attributes.middleName',
  'name.honorificPrefix': 'attributes.honorificPrefix',
  'name.honorificSuffix': 'attributes.honorificSuffix',
  'emails[type eq "home"].value': 'attributes.homeEmail',
  'emails[type eq "other"].value': 'attributes.otherEmail',
  'phoneNumbers[type eq "work"].value': 'attributes.workPhone',
  'phoneNumbers[type eq "mobile"].value': 'attributes.mobilePhone',
  'phoneNumbers[type eq "fax"].value': 'attributes.fax',
  'photos[type eq "photo"].value': 'attributes.photo',
  'addresses[type eq "work"].streetAddress': 'attributes.streetAddress',
  'addresses[type eq "work"].locality': 'attributes.locality',
  'addresses[type eq "work"].region': 'attributes.region',
  'addresses[type eq "work"].postalCode': 'attributes.postalCode',
  'addresses[type eq "work"].country': 'attributes.country',
  'addresses[type eq "work"].formatted': 'attributes.address',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber': 'attributes.employeeNumber',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter': 'attributes.costCenter',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization': 'attributes.organization',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division': 'attributes.division',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': 'attributes.department',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value': 'attributes.manager',
  sentryOrgRole: 'attributes.orgRole',
} as const;

/** An attribute for people: its own label, else the word of the language, else its path without a schema. */
export function useAttributeName(): (attribute: Pick<AppAttribute, 'target' | 'label'>) => string {
  const { t } = useTranslation();
  return ({ target, label }) => {
    if (label !== undefined) return label;
    const found = Object.entries(known).find(([path]) => path === target);
    return found === undefined ? shortPath(target) : t(found[1]);
  };
}
