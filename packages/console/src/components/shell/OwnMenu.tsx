import { ActionIcon, Menu, Text } from '@mantine/core';
import type { Session } from '@lockstep/admin-api';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useSignOut } from '../../api/session.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';

/** Who is signed in, and the way out. */
export function OwnMenu({ administrator }: { readonly administrator: Session['administrator'] }) {
  const { t } = useTranslation();
  const org = useOrg();
  const navigate = useNavigate();
  const notify = useNotify();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon aria-label={t('shell.own', { name: administrator.name })}>
          <IconUserCircle size={22} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {administrator.name}
          </Text>
          {administrator.email}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to={`/o/${org}/account`} leftSection={<IconUserCircle size={16} />}>
          {t('nav.account')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          onClick={() =>
            signOut.mutate(undefined, { onSuccess: () => void navigate('/sign-in'), onError: notify.failed })
          }
        >
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
