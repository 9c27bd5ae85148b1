import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { columnNames, type ColumnName } from './user-columns.tsx';

interface ColumnChoiceProps {
  readonly value: readonly ColumnName[];
  readonly onChange: (columns: readonly ColumnName[]) => void;
}

export function ColumnChoice({ value, onChange }: ColumnChoiceProps) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} />} visibleFrom="sm">
          {t('users.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          label={t('users.columns')}
          value={[...value]}
          onChange={(ticked) => onChange(columnNames.filter((name) => ticked.includes(name)))}
        >
          <Stack gap="xs" mt="xs">
            {columnNames.map((name) => (
              <Checkbox key={name} value={name} label={t(`user.${name}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
