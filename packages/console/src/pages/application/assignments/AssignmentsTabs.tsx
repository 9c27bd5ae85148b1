import { Button, Group, Menu, Stack, Tabs } from '@mantine/core';
import { IconChevronDown, IconUserPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { MayWrite } from '../../../components/MayWrite.tsx';
import { useOrg } from '../../../hooks/use-org.ts';
import { AssignPeopleDialog } from '../AssignPeopleDialog.tsx';
import { useApplicationSlug } from '../use-application.ts';
import { AssignDialog } from './AssignDialog.tsx';

const tabs = ['people', 'groups'] as const;
type Tab = (typeof tabs)[number];

/** People and Groups of an application's Assignments, and *Assign* for both, as in Okta. */
export function AssignmentsTabs({ tab, children }: { readonly tab: Tab; readonly children: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const base = `/o/${useOrg()}/applications/${useApplicationSlug()}/assignments`;
  const [opened, setOpened] = useState<Tab | 'everybody'>();
  const close = (): void => setOpened(undefined);
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <Tabs
          value={tab}
          onChange={(name) => {
            if (name !== null && name !== tab) void navigate(`${base}/${name}`);
          }}
        >
          <Tabs.List aria-label={t('assignments.title')}>
            {tabs.map((name) => (
              <Tabs.Tab key={name} value={name} id={`assignments-${name}`} aria-controls="assignments-panel">
                {t(`assignments.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        <MayWrite scope="applications:write">
          <Menu position="bottom-end" width={230}>
            <Menu.Target>
              <Button leftSection={<IconUserPlus size={16} />} rightSection={<IconChevronDown size={14} />}>
                {t('assignments.assign')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setOpened('people')}>{t('assignments.toPeople')}</Menu.Item>
              <Menu.Item onClick={() => setOpened('groups')}>{t('assignments.toGroups')}</Menu.Item>
              <Menu.Item onClick={() => setOpened('everybody')}>{t('assignments.toMany')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </MayWrite>
      </Group>
      <div id="assignments-panel" role="tabpanel" aria-labelledby={`assignments-${tab}`}>
        {children}
      </div>
      <AssignDialog
        key={opened}
        to={opened === 'groups' ? 'groups' : 'people'}
        opened={opened === 'people' || opened === 'groups'}
        onClose={close}
      />
      <AssignPeopleDialog opened={opened === 'everybody'} onClose={close} />
    </Stack>
  );
}
