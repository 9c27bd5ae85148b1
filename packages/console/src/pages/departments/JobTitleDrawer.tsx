import { Drawer } from '@mantine/core';
import type { JobTitle } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useCreateJobTitle, useUpdateJobTitle } from '../../api/job-titles.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { CodedForm } from './CodedForm.tsx';

interface JobTitleDrawerProps {
  readonly url: ListUrl;
  readonly jobTitles: readonly JobTitle[];
}

/** What the address opens beside the list: `?title=new` or `?title={id}`. */
export function JobTitleDrawer({ url, jobTitles }: JobTitleDrawerProps) {
  const { t } = useTranslation();
  const mayWrite = useGranted('directory:write');
  const open = mayWrite ? url.get('title') : undefined;
  const found = jobTitles.find(({ id }) => id === open);
  const close = (): void => url.open({ title: undefined });
  return (
    <Drawer
      opened={open === 'new' || found !== undefined}
      onClose={close}
      position="right"
      title={open === 'new' ? t('departments.newTitle') : t('departments.editTitle')}
    >
      {open === 'new' && <NewJobTitle onClose={close} />}
      {found !== undefined && <EditJobTitle key={found.id} jobTitle={found} onClose={close} />}
    </Drawer>
  );
}

function NewJobTitle({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateJobTitle(useOrg());
  return (
    <CodedForm
      initial={{ code: '', name: '', description: '' }}
      submitLabel={t('departments.addTitle')}
      saving={create.isPending}
      onClose={onClose}
      saved={(name) => t('departments.added', { name })}
      onSubmit={(values, outcome) => create.mutate(values, outcome)}
    />
  );
}

function EditJobTitle({ jobTitle, onClose }: { readonly jobTitle: JobTitle; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const update = useUpdateJobTitle(useOrg());
  const { id, code, name, description } = jobTitle;
  return (
    <CodedForm
      initial={{ code, name, description }}
      submitLabel={t('common.save')}
      saving={update.isPending}
      onClose={onClose}
      saved={() => t('common.saved')}
      onSubmit={(values, outcome) => update.mutate({ title: id, change: values }, outcome)}
    />
  );
}
