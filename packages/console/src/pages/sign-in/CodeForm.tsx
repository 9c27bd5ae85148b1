import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSignInWithCode } from '../../api/account.ts';
import { describeFailure } from '../../api/describe-problem.ts';
import { required } from '../../ui/rules.ts';

/** The second step, after the password was right. */
export function CodeForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  const signIn = useSignInWithCode();
  const form = useForm({ initialValues: { code: '' }, validate: { code: required(t) } });
  return (
    <form noValidate onSubmit={form.onSubmit(({ code }) => signIn.mutate(code))}>
      <Stack>
        <div role="alert">
          {signIn.error !== null && (
            <Alert color="red">{t(`problems.${describeFailure(signIn.error).code}.what`)}</Alert>
          )}
        </div>
        <TextInput
          label={t('signIn.code')}
          description={t('signIn.codeHint')}
          autoComplete="one-time-code"
          data-autofocus
          {...form.getInputProps('code')}
        />
        <Button type="submit" fullWidth loading={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
        <Button variant="subtle" fullWidth onClick={onBack}>
          {t('signIn.back')}
        </Button>
      </Stack>
    </form>
  );
}
