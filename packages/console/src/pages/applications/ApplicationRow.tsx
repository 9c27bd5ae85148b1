import { Anchor, Badge, Table, Text } from '@mantine/core';
import type { Application } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApplicationProgress } from '../../components/ApplicationProgress.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

export function ApplicationRow({ application }: { readonly application: Application }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { slug, name, baseUrl, apiIntegration, pause, progress } = application;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/o/${org}/applications/${slug}`} size="sm" fw={500}>
          {name}
        </Anchor>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {baseUrl}
        </Text>
      </Table.Td>
      <Table.Td>
        <ApplicationProgress application={application} compact />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        {pause === undefined || !apiIntegration ? (
          <Badge color={apiIntegration ? 'teal' : 'gray'}>
            {apiIntegration ? t('applications.on') : t('applications.off')}
          </Badge>
        ) : (
          <Badge color="yellow">{t('sync.paused')}</Badge>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md">
        <RelativeTime at={progress.lastAppliedAt} fallback={t('common.never')} />
      </Table.Td>
    </Table.Tr>
  );
}
