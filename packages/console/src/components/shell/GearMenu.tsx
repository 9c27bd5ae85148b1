import { ActionIcon, Menu } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';
import { pages } from './pages.ts';

const shown = pages.filter((page) => 'gear' in page);

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
        {shown.map(({ name, path, Icon }) => (
          <Menu.Item key={name} component={Link} to={`/o/${org}${path}`} leftSection={<Icon size={16} />}>
            {t(`nav.${name}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
