import type { AppAttribute } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { shortPath } from './short-path.ts';

/** Attributes that everybody knows by a name. */
const known = {
  userName: 'user.loginName',
  active: 'user.status',
  displayName: 'user.displayName',
  externalId: 'user.externalId',
  'name.familyName': 'user.surname',
  'name.givenName': 'user.givenName',
  'emails[type eq "work"].value': 'user.email',
  'urn:lockstep:params:scim:schemas:extension:services:2.0:User:availableServices': 'user.availableServices',
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
