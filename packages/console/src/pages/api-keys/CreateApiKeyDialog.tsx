import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCreateApiKey } from '../../api/api-keys.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { CopyField } from '../../ui/CopyField.tsx';
import { CreateApiKeyForm } from './CreateApiKeyForm.tsx';

/** First the form, then the secret, once. While the secret is shown only *Close* closes, so that no slip loses it. */
export function CreateApiKeyDialog(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateApiKey(useOrg());
  const shown = create.data !== undefined;
  const close = (): void => {
    props.onClose();
    create.reset();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={t('apiKeys.create')}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!shown}
      withCloseButton={!shown}
    >
      {create.data === undefined ? (
        <CreateApiKeyForm
          creating={create.isPending}
          error={create.error}
          onCancel={close}
          onSubmit={(body) => create.mutate(body)}
        />
      ) : (
        <Stack>
          <Alert color="yellow" icon={<IconAlertTriangle />} title={t('apiKeys.onceTitle')}>
            {t('apiKeys.onceBody')}
          </Alert>
          <CopyField label={t('apiKeys.key')} value={create.data.key} />
          <Group justify="flex-end">
            <Button onClick={close}>{t('common.close')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
