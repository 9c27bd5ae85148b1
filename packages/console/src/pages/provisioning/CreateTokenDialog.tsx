import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCreateToken } from '../../api/connections.ts';
import { SecretDialog } from '../../components/secrets/SecretDialog.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { CopyField } from '../../ui/CopyField.tsx';
import { CreateTokenForm } from './CreateTokenForm.tsx';

export function CreateTokenDialog(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SecretDialog
      words="tokens"
      {...props}
      create={useCreateToken(useOrg())}
      renderForm={(form) => <CreateTokenForm {...form} />}
      renderCreated={({ token, endpoint }) => (
        <>
          <CopyField label={t('tokens.token')} value={token} />
          <CopyField label={t('provisioning.endpoint')} value={endpoint} />
          <Text size="sm" c="dimmed">
            {t('tokens.register')}
          </Text>
        </>
      )}
    />
  );
}
