import { Button, Menu, Text } from '@mantine/core';
import type { Session } from '@lockstep/admin-api';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';

/** Which organization is looked at, and the way to the others. */
export function OrganizationSwitcher({ organizations }: { readonly organizations: Session['organizations'] }) {
  const { t } = useTranslation();
  const org = useOrg();
  const current = organizations.find(({ slug }) => slug === org);
  return (
    <Menu position="bottom-start" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          rightSection={<IconSelector size={14} />}
          aria-label={t('shell.organizationIs', { name: current?.name ?? org })}
          miw={0}
        >
          <Text span inherit truncate maw={{ base: 90, xs: 200 }}>
            {current?.name ?? org}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.organizations')}</Menu.Label>
        {organizations.map(({ slug, name }) => (
          <Menu.Item
            key={slug}
            component={Link}
            to={`/o/${slug}`}
            aria-current={slug === org}
            rightSection={slug === org ? <IconCheck size={16} aria-hidden /> : undefined}
          >
            {name}
            <Text size="xs" c="dimmed">
              {slug}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
