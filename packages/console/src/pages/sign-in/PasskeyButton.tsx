import { Alert, Button } from '@mantine/core';
import { AdminApiError } from '@lockstep/admin-api';
import { IconFingerprint } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSignInWithPasskey } from '../../api/account.ts';

/** The other way in: a passkey takes the place of password and code. */
export function PasskeyButton() {
  const { t } = useTranslation();
  const signIn = useSignInWithPasskey();
  return (
    <>
      <Button
        variant="default"
        fullWidth
        leftSection={<IconFingerprint size={18} />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        {t('signIn.passkey')}
      </Button>
      {signIn.error !== null && (
        <Alert color="red" role="alert">
          {signIn.error instanceof AdminApiError ? t('signIn.passkeyUnknown') : t('signIn.passkeyFailed')}
        </Alert>
      )}
    </>
  );
}
