import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { accountQuery } from '../../api/account.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { OwnUserPanel } from './OwnUserPanel.tsx';
import { PasskeysPanel } from './PasskeysPanel.tsx';
import { PasswordPanel } from './PasswordPanel.tsx';
import { ProfilePanel } from './ProfilePanel.tsx';
import { SessionsPanel } from './SessionsPanel.tsx';
import { TotpPanel } from './TotpPanel.tsx';

/** One's own page: who one is here, how one signs in, and where one is signed in. */
export function AccountPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(accountQuery);
  return (
    <>
      <PageHeader title={t('nav.account')} description={t('account.about')} />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={5} />}
      {data !== undefined && (
        <Stack maw={760}>
          <ProfilePanel account={data} />
          {data.users.map((user) => (
            <OwnUserPanel key={user.id} user={user} />
          ))}
          <PasswordPanel />
          <TotpPanel on={data.totp} />
          <PasskeysPanel passkeys={data.passkeys} />
          <SessionsPanel sessions={data.sessions} />
        </Stack>
      )}
    </>
  );
}
