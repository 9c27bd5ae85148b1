import { useTranslation } from 'react-i18next';
import { useCreateApiKey } from '../../api/api-keys.ts';
import { SecretDialog } from '../../components/secrets/SecretDialog.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { CopyField } from '../../ui/CopyField.tsx';
import { CreateApiKeyForm } from './CreateApiKeyForm.tsx';

export function CreateApiKeyDialog(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SecretDialog
      words="apiKeys"
      {...props}
      create={useCreateApiKey(useOrg())}
      renderForm={(form) => <CreateApiKeyForm {...form} />}
      renderCreated={({ key }) => <CopyField label={t('apiKeys.key')} value={key} />}
    />
  );
}
