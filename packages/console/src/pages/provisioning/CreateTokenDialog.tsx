import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCreateToken } from '../../api/connections.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { CreatedToken } from './CreatedToken.tsx';
import { CreateTokenForm } from './CreateTokenForm.tsx';

/** First the form, then the secret, once. While the secret is shown only *Close* closes, so that no slip loses it. */
export function CreateTokenDialog(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const create = useCreateToken(useOrg());
  const shown = create.data !== undefined;
  const close = (): void => {
    props.onClose();
    create.reset();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={t('tokens.create')}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={!shown}
      withCloseButton={!shown}
    >
      {create.data === undefined ? (
        <CreateTokenForm
          creating={create.isPending}
          error={create.error}
          onCancel={close}
          onSubmit={(body) => create.mutate(body)}
        />
      ) : (
        <CreatedToken created={create.data} onClose={close} />
      )}
    </Modal>
  );
}
