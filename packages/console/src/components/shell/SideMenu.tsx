import { AppShell, NavLink, ScrollArea, Text } from '@mantine/core';
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
  IconShieldCheck,
  IconSitemap,
  IconStack2,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';

const sections = [
  { section: undefined, entries: [{ name: 'overview', path: '', Icon: IconHome2 }] },
  {
    section: 'directory',
    entries: [
      { name: 'users', path: '/directory/users', Icon: IconUsers },
      { name: 'groups', path: '/directory/groups', Icon: IconUsersGroup },
      { name: 'departments', path: '/directory/departments', Icon: IconSitemap },
      { name: 'services', path: '/directory/services', Icon: IconStack2 },
    ],
  },
  {
    section: 'inbound',
    entries: [
      { name: 'provisioning', path: '/provisioning', Icon: IconPlugConnected },
      { name: 'links', path: '/provisioning/links', Icon: IconLink },
      { name: 'requests', path: '/provisioning/requests', Icon: IconArrowsExchange },
      { name: 'health', path: '/provisioning/health', Icon: IconHeartbeat },
    ],
  },
  {
    section: 'outbound',
    entries: [
      { name: 'applications', path: '/applications', Icon: IconApps },
      { name: 'tasks', path: '/tasks', Icon: IconListCheck },
    ],
  },
  {
    section: 'security',
    entries: [
      { name: 'administrators', path: '/security/administrators', Icon: IconShieldCheck },
      { name: 'apiKeys', path: '/security/api-keys', Icon: IconKey },
      { name: 'ipRestrictions', path: '/security/ip-restrictions', Icon: IconNetwork },
      { name: 'auditLog', path: '/security/audit-log', Icon: IconHistory },
    ],
  },
] as const satisfies readonly {
  section: string | undefined;
  entries: readonly { name: string; path: string; Icon: TablerIcon }[];
}[];

/** The map of an organization; an entry stands here as soon as its page exists. */
export function SideMenu() {
  const { t } = useTranslation();
  const base = `/o/${useOrg()}`;
  const { pathname } = useLocation();
  const isUnder = (path: string): boolean =>
    path === '' ? pathname.replace(/\/$/, '') === base : pathname.startsWith(`${base}${path}`);
  // the page closest to the address: requests lie below provisioning
  const here = sections
    .flatMap(({ entries }) => entries.map(({ path }) => path))
    .filter(isUnder)
    .reduce((closest, path) => (path.length > closest.length ? path : closest), '');
  const isHere = (path: string): boolean => path === here && isUnder(path);
  return (
    <AppShell.Section grow component={ScrollArea}>
      {sections.map(({ section, entries }) => (
        <div key={section ?? 'top'}>
          {section !== undefined && (
            <Text size="xs" c="dimmed" fw={600} px="sm" pt="md" pb={4}>
              {t(`nav.sections.${section}`)}
            </Text>
          )}
          {entries.map(({ name, path, Icon }) => (
            <NavLink
              key={name}
              component={Link}
              to={`${base}${path}`}
              label={t(`nav.${name}`)}
              leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
              active={isHere(path)}
              aria-current={isHere(path) ? 'page' : undefined}
              py={7}
              style={{ borderRadius: 'var(--mantine-radius-sm)' }}
            />
          ))}
        </div>
      ))}
    </AppShell.Section>
  );
}
