import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconApps, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { applicationsQuery } from '../../api/applications.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyPanel } from '../../ui/EmptyPanel.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { ApplicationRow } from './ApplicationRow.tsx';

/** The applications that people are pushed to, and how far each has come. */
export function ApplicationsPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const { data, error, refetch } = useQuery(applicationsQuery(org));
  const add = (
    <Button component={Link} to={`/o/${org}/catalog`} leftSection={<IconPlus size={16} />}>
      {t('catalog.browse')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('nav.applications')} description={t('applications.about')} actions={add} />
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <TableSkeleton rows={4} />}
      {data?.applications.length === 0 && (
        <EmptyPanel
          icon={<IconApps size={40} stroke={1.4} />}
          title={t('applications.empty')}
          description={t('applications.emptyHint')}
        />
      )}
      {data !== undefined && data.applications.length > 0 && (
        <DataTable
          label={t('nav.applications')}
          columns={[
            { key: 'name', label: t('applications.name') },
            { key: 'progress', label: t('applications.progress'), width: '40%' },
            { key: 'integration', label: t('applications.integration'), from: 'sm' },
            { key: 'changed', label: t('applications.lastChange'), from: 'md' },
          ]}
        >
          {data.applications.map((application) => (
            <ApplicationRow key={application.slug} application={application} />
          ))}
        </DataTable>
      )}
    </>
  );
}
