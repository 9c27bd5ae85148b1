import { useQuery } from '@tanstack/react-query';
import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { organizationQuery } from '../../api/organization.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { AddressesPanel } from './AddressesPanel.tsx';
import { SettingsForm } from './SettingsForm.tsx';

/** The organization itself: its name, where it is found, and the language that it is written to in. */
export function SettingsPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const { data, error, refetch } = useQuery(organizationQuery(org));
  return (
    <>
      <PageHeader title={t('nav.settings')} description={t('settings.about')} />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={4} />}
      {data !== undefined && (
        <Stack>
          <SettingsForm key={data.slug} saved={data} />
          <AddressesPanel organization={data} />
        </Stack>
      )}
    </>
  );
}
