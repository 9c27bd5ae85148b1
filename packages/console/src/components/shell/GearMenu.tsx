import { ActionIcon, Menu } from '@mantine/core';
import {
  IconHistory,
  IconNetwork,
  IconStack2,
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

const pages = [
  { name: 'users', path: 'directory/users', Icon: IconUsers },
  { name: 'departments', path: 'directory/departments', Icon: IconSitemap },
  { name: 'groups', path: 'directory/groups', Icon: IconUsersGroup },
  { name: 'services', path: 'directory/services', Icon: IconStack2 },
  { name: 'provisioning', path: 'provisioning', Icon: IconPlugConnected },
  { name: 'administrators', path: 'security/administrators', Icon: IconShieldCheck },
  { name: 'ipRestrictions', path: 'security/ip-restrictions', Icon: IconNetwork },
  { name: 'auditLog', path: 'security/audit-log', Icon: IconHistory },
] as const;

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
        {pages.map(({ name, path, Icon }) => (
          <Menu.Item key={name} component={Link} to={`/o/${org}/${path}`} leftSection={<Icon size={16} />}>
            {t(`nav.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
