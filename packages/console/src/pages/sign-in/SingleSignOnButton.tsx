import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconLogin2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { signInMethodsQuery } from '../../api/session.ts';
import { safeNext } from './safe-next.ts';

/** The way over the OpenID provider of the server, where it has one. */
export function SingleSignOnButton() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const { data } = useQuery(signInMethodsQuery);
  const failed = params.get('failed');
  return (
    <>
      {failed !== null && (
        <Alert color="red" role="alert">
          {failed === 'ended' ? t('problems.access_ended.what') : t('signIn.ssoFailed')}
        </Alert>
      )}
      {data?.singleSignOn !== undefined && (
        <Button
          component="a"
          href={`${data.singleSignOn}?next=${encodeURIComponent(safeNext(params.get('next')))}`}
          variant="default"
          fullWidth
          leftSection={<IconLogin2 size={18} />}
        >
          {t('signIn.sso')}
        </Button>
      )}
    </>
  );
}
