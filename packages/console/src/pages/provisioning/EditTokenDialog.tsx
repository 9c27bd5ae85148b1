import { Modal, Stack } from '@mantine/core';
import type { ApiToken } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useChangeToken } from '../../api/connections.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost } from '../../ui/rules.ts';
import { TokenFields } from './TokenFields.tsx';

/** Notes and networks may change; the secret and its end may not. */
export function EditTokenDialog({ token, onClose }: { readonly token: ApiToken; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const change = useChangeToken(useOrg());
  const form = useForm({
    initialValues: { notes: token.notes, networks: token.networks },
    validate: { notes: atMost(t, 1000) },
  });
  const save = (values: { notes: string; networks: string[] }): void =>
    change.mutate(
      { id: token.id, ...values },
      {
        onSuccess: () => {
          notify.done(t('tokens.saved'));
          onClose();
        },
      },
    );
  return (
    <Modal opened onClose={onClose} title={t('tokens.edit')} size="lg">
      <form noValidate onSubmit={form.onSubmit(save)}>
        <Stack>
          {change.error !== null && <ErrorPanel error={change.error} />}
          <TokenFields form={form} />
          <FormButtons
            submit={t('common.save')}
            submitting={change.isPending}
            disabled={!form.isDirty()}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}
