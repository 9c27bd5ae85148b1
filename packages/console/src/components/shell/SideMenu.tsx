import { AppShell, NavLink, ScrollArea, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';
import { pages, sections } from './pages.ts';

/** The way to every page. */
export function SideMenu() {
  const { t } = useTranslation();
  const base = `/o/${useOrg()}`;
  const { pathname } = useLocation();
  const isUnder = (path: string): boolean =>
    path === '' ? pathname.replace(/\/$/, '') === base : pathname.startsWith(`${base}${path}`);
  // the page closest to the address: requests lie below provisioning
  const here = pages
    .map(({ path }) => path)
    .filter(isUnder)
    .reduce((closest, path) => (path.length > closest.length ? path : closest), '');
  const isHere = (path: string): boolean => path === here && isUnder(path);
  return (
    <AppShell.Section grow component={ScrollArea}>
      {sections.map(({ section, pages: entries }) => (
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
