import { Button, Group, Select, Stack } from '@mantine/core';
import type { Department } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pathOf, subtreeOf } from './tree.ts';

interface MoveDepartmentProps {
  readonly department: Department;
  readonly departments: readonly Department[];
  readonly onCancel: () => void;
  readonly onMove: (parent: string | null) => void;
}

const top = 'top';

/** Asks below which department it is to stand; those below itself are not offered. */
export function MoveDepartment({ department, departments, onCancel, onMove }: MoveDepartmentProps) {
  const { t } = useTranslation();
  const [parent, setParent] = useState<string>(department.parent ?? top);
  const own = subtreeOf(departments, department.id);
  const choices = departments
    .filter(({ id }) => !own.has(id))
    .map(({ id }) => ({ value: id, label: pathOf(departments, id).join(' / ') }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <Stack>
      <Select
        label={t('departments.parent')}
        data={[{ value: top, label: t('departments.top') }, ...choices]}
        value={parent}
        onChange={(value) => setParent(value ?? top)}
        searchable
        limit={200}
        allowDeselect={false}
        comboboxProps={{ withinPortal: true }}
        data-autofocus
      />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button disabled={parent === (department.parent ?? top)} onClick={() => onMove(parent === top ? null : parent)}>
          {t('departments.move')}
        </Button>
      </Group>
    </Stack>
  );
}
