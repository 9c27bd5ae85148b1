import type { Department } from '@lockstep/admin-api';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useDeleteDepartment, useMoveDepartment } from '../../api/departments.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { DeleteDepartment } from './DeleteDepartment.tsx';
import { MoveDepartment } from './MoveDepartment.tsx';
import type { TreeRow } from './tree.ts';

export interface DepartmentActions {
  readonly askMove: (department: Department) => void;
  /** One place up or down among those of the same parent; done at once. */
  readonly shift: (row: TreeRow, direction: 'up' | 'down') => void;
  readonly askDelete: (row: TreeRow) => void;
}

export function useDepartmentActions(departments: readonly Department[]): DepartmentActions {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const move = useMoveDepartment(org);
  const remove = useDeleteDepartment(org);
  const put = (department: string, parent: string | null, before: string | null): void =>
    move.mutate({ department, place: { parent, before } }, { onError: notify.failed });

  const askMove = (department: Department): void => {
    const modalId = modals.open({
      title: t('departments.moveTitle', { name: department.name }),
      children: (
        <MoveDepartment
          department={department}
          departments={departments}
          onCancel={() => modals.close(modalId)}
          onMove={(parent) => {
            modals.close(modalId);
            put(department.id, parent, null);
          }}
        />
      ),
    });
  };

  const shift = ({ department, siblings }: TreeRow, direction: 'up' | 'down'): void => {
    const index = siblings.indexOf(department.id);
    const before = direction === 'up' ? siblings[index - 1] : siblings[index + 2];
    put(department.id, department.parent, before ?? null);
  };

  const askDelete = ({ department, children }: TreeRow): void => {
    const modalId = modals.open({
      title: t('departments.deleteTitle', { name: department.name }),
      children: (
        <DeleteDepartment
          department={department}
          below={children}
          onCancel={() => modals.close(modalId)}
          onDelete={(subDepartments) => {
            modals.close(modalId);
            remove.mutate(
              { department: department.id, subDepartments },
              {
                onError: notify.failed,
                onSuccess: () => notify.done(t('departments.deleted', { name: department.name })),
              },
            );
          }}
        />
      ),
    });
  };

  return { askMove, shift, askDelete };
}
