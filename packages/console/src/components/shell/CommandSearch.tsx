import { ActionIcon, Tooltip } from '@mantine/core';
import '@mantine/spotlight/styles.css';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { IconApps, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { applicationsQuery } from '../../api/applications.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { pages } from './pages.ts';

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
