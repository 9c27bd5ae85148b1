import { Anchor, Burger, Group } from '@mantine/core';
import type { Session } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';
import { Logo } from '../../ui/Logo.tsx';
import { CommandSearch } from './CommandSearch.tsx';
import { GearMenu } from './GearMenu.tsx';
import { LanguageMenu } from './LanguageMenu.tsx';
import { OrganizationSwitcher } from './OrganizationSwitcher.tsx';
import { OwnMenu } from './OwnMenu.tsx';
import { TasksCounter } from './TasksCounter.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';

interface ShellHeaderProps {
  readonly session: Session;
  /** Whether whoever is signed in administers the organization of the address. */
  readonly administers: boolean;
  readonly menuOpened: boolean;
  readonly onToggleMenu: () => void;
}

export function ShellHeader({ session, administers, menuOpened, onToggleMenu }: ShellHeaderProps) {
  const { t } = useTranslation();
  const org = useOrg();
  return (
    <Group h="100%" px={{ base: 'xs', sm: 'md' }} justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="sm" wrap="nowrap" miw={0}>
        {administers && (
          <Burger
            opened={menuOpened}
            onClick={onToggleMenu}
            hiddenFrom="sm"
            size="sm"
            aria-label={t('shell.menu')}
            aria-expanded={menuOpened}
          />
        )}
        <Anchor component={Link} to={`/o/${org}`} underline="never" c="inherit" aria-label={t('shell.home')}>
          <Logo nameFrom="sm" />
        </Anchor>
        <OrganizationSwitcher organizations={session.organizations} />
      </Group>
      <Group gap={2} wrap="nowrap">
        {administers && <CommandSearch />}
        {administers && <TasksCounter />}
        {administers && <GearMenu />}
        <LanguageMenu />
        <ThemeMenu />
        <OwnMenu administrator={session.administrator} />
      </Group>
    </Group>
  );
}
