import { Button, Group, Paper, PasswordInput, Stack, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useChangePassword } from '../../api/account.ts';
import { describeFailure } from '../../api/describe-problem.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { required, rules } from '../../ui/rules.ts';

export function PasswordPanel() {
  const { t } = useTranslation();
  const notify = useNotify();
  const change = useChangePassword();
  const form = useForm({
    initialValues: { current: '', wanted: '' },
    validate: {
      current: required(t),
      wanted: rules(required(t), (value) => (value.length < 12 ? t('invitation.passwordShort') : null)),
    },
  });
  return (
    <Paper component="section" aria-label={t('account.password')}>
      <form
        noValidate
        onSubmit={form.onSubmit((values) =>
          change.mutate(values, {
            onError: (error) => {
              const { code } = describeFailure(error);
              if (code === 'wrong_secret') form.setFieldError('current', t('problems.wrong_secret.what'));
              else notify.failed(error);
            },
            onSuccess: () => {
              form.reset();
              notify.done(t('account.passwordChanged'));
            },
          }),
        )}
      >
        <Stack>
          <Title order={2}>{t('account.password')}</Title>
          <PasswordInput
            label={t('account.currentPassword')}
            autoComplete="current-password"
            {...form.getInputProps('current')}
          />
          <PasswordInput
            label={t('account.newPassword')}
            description={t('invitation.passwordHint')}
            autoComplete="new-password"
            {...form.getInputProps('wanted')}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t('account.changePassword')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
