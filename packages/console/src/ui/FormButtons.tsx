import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface FormButtonsProps {
  readonly submit: string;
  readonly submitting: boolean;
  readonly disabled?: boolean;
  /** Left out where there is nothing to leave. */
  readonly onCancel?: () => void;
}

/** How a form ends: leave it, or send it. */
export function FormButtons({ submit, submitting, disabled = false, onCancel }: FormButtonsProps) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end" gap="xs">
      {onCancel !== undefined && (
        <Button variant="default" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      )}
      <Button type="submit" loading={submitting} disabled={disabled}>
        {submit}
      </Button>
    </Group>
  );
}
