import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Write } from '../../api/use-write.ts';

/** What the form of a new secret is given. */
export interface SecretFormProps<Body> {
  readonly creating: boolean;
  readonly error: unknown;
  readonly onCancel: () => void;
  readonly onSubmit: (body: Body) => void;
}

interface SecretDialogProps<Created, Body> {
  readonly words: 'tokens' | 'apiKeys';
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly create: Write<Created, Body>;
  readonly renderForm: (props: SecretFormProps<Body>) => ReactNode;
  /** The secret itself, with its way into the clipboard. */
  readonly renderCreated: (secret: Created) => ReactNode;
}

/** First the form, then the secret, once. While the secret is shown only *Close* closes, so that no slip loses it. */
export function SecretDialog<Created, Body>(props: SecretDialogProps<Created, Body>) {
  const { words, create } = props;
  const { t } = useTranslation();
  const shown = create.data !== undefined;
  const close = (): void => {
    props.onClose();
    create.reset();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={t(`${words}.create`)}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!shown}
      withCloseButton={!shown}
    >
      {create.data === undefined ? (
        props.renderForm({
          creating: create.isPending,
          error: create.error,
          onCancel: close,
          onSubmit: (body) => create.mutate(body),
        })
      ) : (
        <Stack>
          <Alert color="yellow" icon={<IconAlertTriangle />} title={t(`${words}.onceTitle`)}>
            {t(`${words}.onceBody`)}
          </Alert>
          {props.renderCreated(create.data)}
          <Group justify="flex-end">
            <Button onClick={close}>{t('common.close')}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
