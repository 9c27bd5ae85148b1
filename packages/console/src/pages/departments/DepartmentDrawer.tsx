import { Drawer, Text } from '@mantine/core';
import type { Department } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useCreateDepartment, useUpdateDepartment } from '../../api/departments.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import type { ListUrl } from '../../hooks/use-list-url.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { CodedForm } from './CodedForm.tsx';
import { pathOf } from './tree.ts';

interface DepartmentDrawerProps {
  readonly url: ListUrl;
  readonly departments: readonly Department[];
}

/** What the address opens beside the tree: `?department=new&parent={id}` or `?department={id}`. */
export function DepartmentDrawer({ url, departments }: DepartmentDrawerProps) {
  const { t } = useTranslation();
  const mayWrite = useGranted('directory:write');
  const open = mayWrite ? url.get('department') : undefined;
  const found = departments.find(({ id }) => id === open);
  const close = (): void => url.open({ department: undefined, parent: undefined });
  return (
    <Drawer
      opened={open === 'new' || found !== undefined}
      onClose={close}
      position="right"
      title={open === 'new' ? t('departments.new') : t('departments.edit')}
    >
      {open === 'new' && <NewDepartment parent={url.get('parent') ?? null} departments={departments} onClose={close} />}
      {found !== undefined && <EditDepartment key={found.id} department={found} onClose={close} />}
    </Drawer>
  );
}

interface NewDepartmentProps {
  readonly parent: string | null;
  readonly departments: readonly Department[];
  readonly onClose: () => void;
}

function NewDepartment({ parent, departments, onClose }: NewDepartmentProps) {
  const { t } = useTranslation();
  const create = useCreateDepartment(useOrg());
  const path = parent === null ? [] : pathOf(departments, parent);
  return (
    <CodedForm
      initial={{ code: '', name: '', description: '' }}
      submitLabel={t('departments.add')}
      saving={create.isPending}
      onClose={onClose}
      above={path.length > 0 && <Text size="sm">{t('departments.below', { path: path.join(' / ') })}</Text>}
      saved={(name) => t('departments.added', { name })}
      onSubmit={(values, outcome) => create.mutate({ ...values, parent }, outcome)}
    />
  );
}

function EditDepartment({ department, onClose }: { readonly department: Department; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const update = useUpdateDepartment(useOrg());
  const { code, name, description } = department;
  return (
    <CodedForm
      initial={{ code, name, description }}
      submitLabel={t('common.save')}
      saving={update.isPending}
      onClose={onClose}
      saved={() => t('common.saved')}
      onSubmit={(values, outcome) => update.mutate({ department: department.id, change: values }, outcome)}
    />
  );
}
