import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import type { Department } from '@lockstep/admin-api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SubDepartments } from '../../api/departments.ts';

interface DeleteDepartmentProps {
  readonly department: Department;
  /** Departments directly below. */
  readonly below: number;
  readonly onCancel: () => void;
  readonly onDelete: (subDepartments: SubDepartments) => void;
}

/** Names what deleting does to the members, and asks what becomes of the departments below. */
export function DeleteDepartment({ department, below, onCancel, onDelete }: DeleteDepartmentProps) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<SubDepartments>(below === 0 ? 'refuse' : 'lift');
  return (
    <Stack>
      <Text size="sm">{t('departments.deleteMembers', { count: department.members })}</Text>
      {below > 0 && (
        <Radio.Group
          label={t('departments.subDepartments', { count: below })}
          value={choice}
          onChange={(value) => setChoice(value)}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="lift" label={t('departments.lift')} />
            <Radio value="delete" label={t('departments.deleteBelow')} />
          </Stack>
        </Radio.Group>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="red.8" onClick={() => onDelete(choice)}>
          {t('common.delete')}
        </Button>
      </Group>
    </Stack>
  );
}
