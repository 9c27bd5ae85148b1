import { Button, Group, Stack, Text } from '@mantine/core';
import type { User } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';

interface DeleteUserQuestionProps {
  readonly user: User;
  readonly onCancel: () => void;
  readonly onDeactivate: () => void;
  readonly onDelete: () => void;
}

export function DeleteUserQuestion({ user, onCancel, onDeactivate, onDelete }: DeleteUserQuestionProps) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text size="sm">{t('users.deleteBody', { loginName: user.loginName })}</Text>
      {user.active && <Text size="sm">{t('users.deleteInstead')}</Text>}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel} data-autofocus>
          {t('common.cancel')}
        </Button>
        {user.active && (
          <Button variant="light" onClick={onDeactivate}>
            {t('users.deactivate')}
          </Button>
        )}
        <Button color="red.8" onClick={onDelete}>
          {t('common.delete')}
        </Button>
      </Group>
    </Stack>
  );
}
