import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

interface GroupsHeaderProps {
  readonly description: string;
  readonly actions: ReactNode;
}

/** The head that the pages of groups and of their rules share. */
export function GroupsHeader({ description, actions }: GroupsHeaderProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const base = `/o/${useOrg()}/directory/groups`;
  const tab = useLocation().pathname.endsWith('/rules') ? 'rules' : 'groups';
  return (
    <>
      <PageHeader title={t('nav.groups')} description={description} actions={actions} />
      <Tabs value={tab} onChange={(value) => void navigate(value === 'rules' ? `${base}/rules` : base)} mb="md">
        <Tabs.List>
          <Tabs.Tab value="groups">{t('groupRules.groups')}</Tabs.Tab>
          <Tabs.Tab value="rules">{t('groupRules.rules')}</Tabs.Tab>
        </Tabs.List>
      </Tabs>
    </>
  );
}
