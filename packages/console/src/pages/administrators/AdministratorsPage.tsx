import { Button, Stack, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { administratorsQuery, invitationsQuery } from '../../api/administrators.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { AdministratorRow } from './AdministratorRow.tsx';
import { InvitationRow } from './InvitationRow.tsx';
import { InviteDialog } from './InviteDialog.tsx';

const pageSize = 50;

/** Who may administer the organization, and who is invited to. */
export function AdministratorsPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const url = useListUrl();
  const mayWrite = useGranted('security:write');
  const { data, error, refetch } = useQuery(administratorsQuery(org, { cursor: url.cursor, limit: pageSize }));
  const invitations = useQuery(invitationsQuery(org)).data?.invitations ?? [];
  const [inviting, dialog] = useDisclosure(false);
  return (
    <>
      <PageHeader
        title={t('nav.administrators')}
        description={t('administrators.about')}
        actions={
          mayWrite && (
            <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
              {t('administrators.invite')}
            </Button>
          )
        }
      />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={3} />}
      {data?.administrators.length === 0 && (
        <EmptyPanel
          icon={<IconShieldCheck size={40} stroke={1.4} />}
          title={t('administrators.empty')}
          description={t('administrators.emptyHint')}
        />
      )}
      {data !== undefined && data.administrators.length > 0 && (
        <>
          <DataTable
            label={t('nav.administrators')}
            columns={[
              { key: 'name', label: t('administrators.name') },
              { key: 'role', label: t('administrators.role') },
              { key: 'user', label: t('administrators.user'), from: 'sm' },
              { key: 'actions', label: t('list.actions'), hidden: true },
            ]}
          >
            {data.administrators.map((one) => (
              <AdministratorRow key={one.id} administrator={one} mayWrite={mayWrite} />
            ))}
          </DataTable>
          <Pager url={url} pageSize={pageSize} shown={data.administrators.length} next={data.next} />
        </>
      )}
      {invitations.length > 0 && (
        <Stack gap="xs" mt="lg">
          <Title order={2}>{t('administrators.invitations')}</Title>
          <DataTable
            label={t('administrators.invitations')}
            columns={[
              { key: 'email', label: t('signIn.email') },
              { key: 'expires', label: t('tokens.expires'), from: 'sm' },
              { key: 'actions', label: t('list.actions'), hidden: true },
            ]}
          >
            {invitations.map((one) => (
              <InvitationRow key={one.id} invitation={one} mayWrite={mayWrite} />
            ))}
          </DataTable>
        </Stack>
      )}
      <InviteDialog opened={inviting} onClose={dialog.close} />
    </>
  );
}
