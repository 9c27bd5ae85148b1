import { Badge, Button, Group, Modal, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useDisableTotp, usePrepareTotp } from '../../api/account.ts';
import { describeFailure } from '../../api/describe-problem.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { required } from '../../ui/rules.ts';
import { ConfirmTotp } from './ConfirmTotp.tsx';

/** Codes of an authenticator app, asked for after the password. */
export function TotpPanel({ on }: { readonly on: boolean }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const [opened, dialog] = useDisclosure(false);
  const prepare = usePrepareTotp();
  const disable = useDisableTotp();
  const form = useForm({ initialValues: { password: '' }, validate: { password: required(t) } });
  const close = (): void => {
    dialog.close();
    form.reset();
    prepare.reset();
  };
  const onError = (error: unknown): void => {
    if (describeFailure(error).code === 'wrong_secret') form.setFieldError('password', t('problems.wrong_secret.what'));
    else notify.failed(error);
  };
  const submit = ({ password }: { password: string }): void => {
    if (!on) prepare.mutate(password, { onError });
    else {
      disable.mutate(password, {
        onError,
        onSuccess: () => {
          close();
          notify.done(t('account.totpOff'));
        },
      });
    }
  };
  return (
    <Paper component="section" aria-label={t('account.totp')}>
      <Group justify="space-between">
        <Stack gap={2}>
          <Group gap="xs">
            <Title order={2}>{t('account.totp')}</Title>
            <Badge color={on ? 'teal' : 'gray'}>{t(on ? 'account.on' : 'account.off')}</Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {t('account.totpHint')}
          </Text>
        </Stack>
        <Button variant="default" onClick={dialog.open}>
          {t(on ? 'account.totpDisable' : 'account.totpEnable')}
        </Button>
      </Group>
      <Modal
        opened={opened}
        onClose={close}
        closeOnClickOutside={false}
        title={t(on && prepare.data === undefined ? 'account.totpDisable' : 'account.totpEnable')}
      >
        {prepare.data === undefined ? (
          <form noValidate onSubmit={form.onSubmit(submit)}>
            <Stack>
              <PasswordInput
                label={t('signIn.password')}
                autoComplete="current-password"
                data-autofocus
                {...form.getInputProps('password')}
              />
              <Button type="submit" loading={prepare.isPending || disable.isPending}>
                {t('account.continue')}
              </Button>
            </Stack>
          </form>
        ) : (
          <ConfirmTotp uri={prepare.data.uri} backupCodes={prepare.data.backupCodes} onDone={close} />
        )}
      </Modal>
    </Paper>
  );
}
