import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useOrg } from '../../hooks/use-org.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';

/** The head that the pages of departments and of job titles share. */
export function StructureHeader({ actions }: { readonly actions: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const base = `/o/${useOrg()}/directory/departments`;
  const tab = useLocation().pathname.endsWith('/job-titles') ? 'job-titles' : 'departments';
  return (
    <>
      <PageHeader title={t('nav.departments')} description={t('departments.about')} actions={actions} />
      <Tabs
        value={tab}
        onChange={(value) => void navigate(value === 'job-titles' ? `${base}/job-titles` : base)}
        mb="md"
      >
        <Tabs.List>
          <Tabs.Tab value="departments">{t('departments.departments')}</Tabs.Tab>
          <Tabs.Tab value="job-titles">{t('departments.jobTitles')}</Tabs.Tab>
        </Tabs.List>
      </Tabs>
    </>
  );
}
