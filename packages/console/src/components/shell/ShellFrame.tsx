import { Anchor, AppShell } from '@mantine/core';
import type { Session } from '@lockstep/admin-api';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Outlet, useLocation, useNavigation } from 'react-router';
import { useLiveEvents } from '../../hooks/use-live-events.ts';
import { showTimesIn } from '../../format/time-zone.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { NotFound } from '../NotFound.tsx';
import { rememberOrganization } from './remembered-organization.ts';
import { ShellHeader } from './ShellHeader.tsx';
import { SideMenu } from './SideMenu.tsx';

/**
 * Header, side menu and the page, of one organization that may be entered. Who administers nothing there has their own
 * page alone: no menus, and every address leads to it.
 */
export function ShellFrame({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const org = useOrg();
  const { pathname, search } = useLocation();
  const opening = useNavigation().state === 'loading';
  // the menu belongs to the page that it was opened on: going somewhere closes it
  const [menuOpenedOn, setMenuOpenedOn] = useState<string>();
  const menuOpened = menuOpenedOn === pathname;
  const here = session.organizations.find(({ slug }) => slug === org);
  const known = here !== undefined;
  const administers = known && here.role !== 'user';
  const timeZone = here?.timeZone;
  useEffect(() => showTimesIn(timeZone), [timeZone]);
  useLiveEvents(administers ? org : undefined);
  useEffect(() => {
    if (known) rememberOrganization(org);
  }, [org, known]);
  return (
    <AppShell
      header={{ height: 54 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !menuOpened, desktop: known && !administers } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <Anchor href="#main" className="skip-link">
        {t('shell.skip')}
      </Anchor>
      <AppShell.Header>
        <ShellHeader
          session={session}
          menuOpened={menuOpened}
          administers={administers}
          onToggleMenu={() => setMenuOpenedOn(menuOpened ? undefined : pathname)}
        />
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('shell.menu')}>
        {administers && <SideMenu />}
      </AppShell.Navbar>
      <AppShell.Main
        id="main"
        tabIndex={-1}
        aria-busy={opening}
        // which page this is: that of the address may still be being loaded
        data-shows={pathname + search}
        style={{ outline: 'none' }}
      >
        <Page known={known} administers={administers} />
      </AppShell.Main>
    </AppShell>
  );
}

function Page({ known, administers }: { readonly known: boolean; readonly administers: boolean }) {
  const own = `/o/${useOrg()}/account`;
  const { pathname } = useLocation();
  if (!known) return <NotFound />;
  return administers || pathname === own ? <Outlet /> : <Navigate to={own} replace />;
}
