import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { AdminApiError } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useSignIn } from '../../api/session.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { required } from '../../ui/rules.ts';
import { CodeForm } from './CodeForm.tsx';
import { PasskeyButton } from './PasskeyButton.tsx';
import { SingleSignOnButton } from './SingleSignOnButton.tsx';

export function SignInForm() {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: { email: required(t), password: required(t) },
  });
  const code = signIn.error instanceof AdminApiError ? signIn.error.problem.code : undefined;
  const wrong = code === 'wrong_sign_in';
  if (code === 'code_needed') return <CodeForm onBack={() => signIn.reset()} />;
  return (
    <form noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        <div role="alert">
          {wrong && (
            <Alert color="red" title={t('problems.wrong_sign_in.what')}>
              {t('problems.wrong_sign_in.todo')}
            </Alert>
          )}
          {signIn.isError && !wrong && <ErrorPanel error={signIn.error} />}
        </div>
        <TextInput
          label={t('signIn.email')}
          type="email"
          autoComplete="username"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('signIn.password')}
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" fullWidth loading={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
        <PasskeyButton />
        <SingleSignOnButton />
      </Stack>
    </form>
  );
}
