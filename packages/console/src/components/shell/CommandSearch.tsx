import { ActionIcon, Tooltip } from '@mantine/core';
import '@mantine/spotlight/styles.css';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import {
  IconApps,
  IconArrowsExchange,
  IconHeartbeat,
  IconHistory,
  IconHome2,
  IconKey,
  IconLink,
  IconListCheck,
  IconNetwork,
  IconPlugConnected,
  IconSearch,
  IconShieldCheck,
  IconSitemap,
  IconStack2,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { applicationsQuery } from '../../api/applications.ts';
import { useOrg } from '../../hooks/use-org.ts';

/** Every page that stands by itself. */
const pages = [
  { name: 'overview', path: '', Icon: IconHome2 },
  { name: 'users', path: '/directory/users', Icon: IconUsers },
  { name: 'groups', path: '/directory/groups', Icon: IconUsersGroup },
  { name: 'departments', path: '/directory/departments', Icon: IconSitemap },
  { name: 'services', path: '/directory/services', Icon: IconStack2 },
  { name: 'provisioning', path: '/provisioning', Icon: IconPlugConnected },
  { name: 'links', path: '/provisioning/links', Icon: IconLink },
  { name: 'requests', path: '/provisioning/requests', Icon: IconArrowsExchange },
  { name: 'health', path: '/provisioning/health', Icon: IconHeartbeat },
  { name: 'applications', path: '/applications', Icon: IconApps },
  { name: 'tasks', path: '/tasks', Icon: IconListCheck },
  { name: 'administrators', path: '/security/administrators', Icon: IconShieldCheck },
  { name: 'apiKeys', path: '/security/api-keys', Icon: IconKey },
  { name: 'ipRestrictions', path: '/security/ip-restrictions', Icon: IconNetwork },
  { name: 'auditLog', path: '/security/audit-log', Icon: IconHistory },
] as const;

/** Goes anywhere by name (Ctrl K or ⌘ K): pages, applications, and users who match what is typed. */
export function CommandSearch() {
  const { t } = useTranslation();
  const org = useOrg();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const applications = useQuery(applicationsQuery(org)).data?.applications ?? [];
  const goTo = (path: string) => () => void navigate(`/o/${org}${path}`);
  const words = query.trim();
  const actions = [
    ...pages.map(({ name, path, Icon }) => ({
      id: name,
      label: t(`nav.${name}`),
      leftSection: <Icon size={18} />,
      onClick: goTo(path),
    })),
    ...applications.map(({ slug, name }) => ({
      id: `application:${slug}`,
      label: name,
      description: t('nav.applications'),
      leftSection: <IconApps size={18} />,
      onClick: goTo(`/applications/${slug}`),
    })),
    ...(words === ''
      ? []
      : [
          {
            id: 'search-users',
            label: t('commands.searchUsers', { words }),
            leftSection: <IconSearch size={18} />,
            onClick: goTo(`/directory/users?search=${encodeURIComponent(words)}`),
          },
        ]),
  ];
  return (
    <>
      <Tooltip label={t('commands.open')}>
        <ActionIcon
          aria-label={t('commands.open')}
          aria-keyshortcuts="Control+K Meta+K"
          onClick={spotlight.open}
          visibleFrom="xs"
        >
          <IconSearch size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Spotlight
        actions={actions}
        query={query}
        onQueryChange={setQuery}
        nothingFound={t('list.noMatch')}
        highlightQuery
        searchProps={{
          placeholder: t('commands.placeholder'),
          'aria-label': t('commands.open'),
          leftSection: <IconSearch size={18} />,
        }}
      />
    </>
  );
}
