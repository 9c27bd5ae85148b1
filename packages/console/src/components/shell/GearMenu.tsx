import { ActionIcon, Menu } from '@mantine/core';
import {
  IconNetwork,
  IconPlugConnected,
  IconSettings,
  IconShieldCheck,
  IconSitemap,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';

/** The gear, where administrators of cybozu.com look for users and provisioning. */
export function GearMenu() {
  const { t } = useTranslation();
  const org = useOrg();
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon aria-label={t('shell.gear')}>
          <IconSettings size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.administration')}</Menu.Label>
        <Menu.Item component={Link} to={`/o/${org}/directory/users`} leftSection={<IconUsers size={16} />}>
          {t('nav.users')}
        </Menu.Item>
        <Menu.Item component={Link} to={`/o/${org}/directory/groups`} leftSection={<IconUsersGroup size={16} />}>
          {t('nav.groups')}
        </Menu.Item>
        <Menu.Item component={Link} to={`/o/${org}/directory/departments`} leftSection={<IconSitemap size={16} />}>
          {t('nav.departments')}
        </Menu.Item>
        <Menu.Item component={Link} to={`/o/${org}/provisioning`} leftSection={<IconPlugConnected size={16} />}>
          {t('nav.provisioning')}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to={`/o/${org}/security/administrators`}
          leftSection={<IconShieldCheck size={16} />}
        >
          {t('nav.administrators')}
        </Menu.Item>
        <Menu.Item component={Link} to={`/o/${org}/security/ip-restrictions`} leftSection={<IconNetwork size={16} />}>
          {t('nav.ipRestrictions')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
