import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ipRestrictionsQuery } from '../../api/ip-restrictions.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { IpRestrictionsForm } from './IpRestrictionsForm.tsx';

/** From where the console and the SCIM endpoint can be reached. */
export function IpRestrictionsPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const { data, error, refetch } = useQuery(ipRestrictionsQuery(org));
  return (
    <>
      <PageHeader title={t('nav.ipRestrictions')} description={t('ipRestrictions.about')} />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={4} />}
      {data !== undefined && <IpRestrictionsForm key={org} saved={data} />}
    </>
  );
}
