import { Anchor, Badge, Breadcrumbs, Paper, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { applicationQuery } from '../../api/applications.ts';
import { ApplicationProgress } from '../../components/ApplicationProgress.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { TableSkeleton } from '../../ui/TableSkeleton.tsx';
import { Paused } from './sync/Paused.tsx';
import { TurnedOff } from './sync/TurnedOff.tsx';
import { useApplicationSlug } from './use-application.ts';

const tabs = ['general', 'sign-on', 'provisioning', 'import', 'assignments', 'push-groups', 'activity'] as const;

/** One application: how far it has come, and its tabs as in Okta. */
export function ApplicationPage() {
  const { t } = useTranslation();
  const org = useOrg();
  const slug = useApplicationSlug();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { data, error, refetch } = useQuery(applicationQuery(org, slug));
  const base = `/o/${org}/applications/${slug}`;
  const tab = tabs.find((name) => pathname.startsWith(`${base}/${name}`)) ?? 'assignments';
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <TableSkeleton />;
  return (
    <>
      <PageHeader
        title={data.name}
        above={
          <Breadcrumbs fz="sm" aria-label={t('shell.breadcrumbs')} component="nav">
            <Anchor component={Link} to={`/o/${org}/applications`} size="sm">
              {t('nav.applications')}
            </Anchor>
            <Text size="sm">{data.name}</Text>
          </Breadcrumbs>
        }
        badge={
          <Badge color={data.apiIntegration ? 'teal' : 'gray'}>
            {data.apiIntegration ? t('applications.integrationOn') : t('applications.integrationOff')}
          </Badge>
        }
      />
      <Paper mb="md" py="sm">
        <ApplicationProgress application={data} />
      </Paper>
      <TurnedOff application={data} />
      <Paused application={data} />
      <Tabs
        value={tab}
        onChange={(name) => {
          if (name !== null && name !== tab) void navigate(`${base}/${name}`);
        }}
      >
        <Tabs.List mb="md">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`application.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((name) => (
          <Tabs.Panel key={name} value={name}>
            {name === tab && <Outlet context={data} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
