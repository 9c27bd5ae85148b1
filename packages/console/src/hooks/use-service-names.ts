import { defaultServiceCodes, type NamedService } from '@lockstep/admin-api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { servicesQuery } from '../api/services.ts';

/** What a service is called: as it was named, or in the reader's language where nobody named it. */
export function useServiceName(): (service: NamedService) => string {
  const { t } = useTranslation();
  return ({ code, name }) => {
    const known = defaultServiceCodes.find((one) => one === code);
    return name ?? (known === undefined ? code : t(`services.${known}`));
  };
}

/** The names of an organization's services, by code; a code that is in its list no more stands for itself. */
export function useServiceNames(org: string): (code: string) => string {
  const { data = [] } = useQuery(servicesQuery(org));
  const nameOf = useServiceName();
  return (code) => nameOf(data.find((one) => one.code === code) ?? { code });
}
