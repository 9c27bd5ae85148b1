import { Grid, NavLink } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';
import { useApplicationSlug } from './use-application.ts';

const entries = [
  { name: 'integration', path: 'integration' },
  { name: 'toApp', path: 'to-app' },
  { name: 'mappings', path: 'mappings' },
] as const;

/** The settings of the Provisioning tab beside their names, as in Okta. */
export function ProvisioningTabs(props: { readonly children: ReactNode; readonly wide?: boolean }) {
  const { t } = useTranslation();
  const base = `/o/${useOrg()}/applications/${useApplicationSlug()}/provisioning`;
  const { pathname } = useLocation();
  return (
    <Grid>
      <Grid.Col span={{ base: 12, sm: 3, lg: 2 }}>
        <nav aria-label={t('application.settings')}>
          {entries.map(({ name, path }) => (
            <NavLink
              key={name}
              component={Link}
              to={`${base}/${path}`}
              label={t(`application.sections.${name}`)}
              active={pathname === `${base}/${path}`}
              aria-current={pathname === `${base}/${path}` ? 'page' : undefined}
              style={{ borderRadius: 'var(--mantine-radius-sm)' }}
            />
          ))}
        </nav>
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 9, lg: props.wide === true ? 10 : 8 }}>{props.children}</Grid.Col>
    </Grid>
  );
}
