import { ActionIcon, Tooltip } from '@mantine/core';
import '@mantine/spotlight/styles.css';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import {
  IconApps,
  IconHome2,
  IconKey,
  IconNetwork,
  IconPlugConnected,
  IconSearch,
  IconUsers,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { applicationsQuery } from '../../api/applications.ts';
import { useOrg } from '../../hooks/use-org.ts';

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
    { id: 'overview', label: t('nav.overview'), leftSection: <IconHome2 size={18} />, onClick: goTo('') },
    { id: 'users', label: t('nav.users'), leftSection: <IconUsers size={18} />, onClick: goTo('/directory/users') },
    {
      id: 'provisioning',
      label: t('nav.provisioning'),
      leftSection: <IconPlugConnected size={18} />,
      onClick: goTo('/provisioning'),
    },
    {
      id: 'applications',
      label: t('nav.applications'),
      leftSection: <IconApps size={18} />,
      onClick: goTo('/applications'),
    },
    {
      id: 'api-keys',
      label: t('nav.apiKeys'),
      leftSection: <IconKey size={18} />,
      onClick: goTo('/security/api-keys'),
    },
    {
      id: 'ip-restrictions',
      label: t('nav.ipRestrictions'),
      leftSection: <IconNetwork size={18} />,
      onClick: goTo('/security/ip-restrictions'),
    },
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
