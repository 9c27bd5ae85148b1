import type { AssignedValues } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { profileSettingsQuery } from '../../../api/profile-settings.ts';
import { useOrg } from '../../../hooks/use-org.ts';
import { useAttributeName } from '../mappings/use-attribute-name.ts';
import { useApplication } from '../use-application.ts';
import { useElementName } from './use-element-name.ts';

/** Values of an assignment in a few words. */
export function useShownValues(): (values: AssignedValues) => string {
  const { t } = useTranslation();
  const name = useAttributeName();
  const elementName = useElementName();
  const settings = useQuery(profileSettingsQuery(useOrg(), useApplication().slug));
  return (values) => {
    const entries = Object.entries(values).map(([target, value]) => {
      const attribute = settings.data?.settings.attributes.find((one) => one.target === target);
      const shown = typeof value === 'object' ? value.map((one) => elementName(target, one)).join(', ') : String(value);
      return `${name(attribute ?? { target })}: ${shown === '' ? t('assignments.none') : shown}`;
    });
    return entries.length === 0 ? t('assignments.asMapped') : entries.join(' · ');
  };
}
