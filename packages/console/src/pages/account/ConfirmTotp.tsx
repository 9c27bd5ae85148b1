import { Button, Code, Image, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { renderSVG } from 'uqr';
import { useConfirmTotp } from '../../api/account.ts';
import { describeFailure } from '../../api/describe-problem.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { required } from '../../ui/rules.ts';
import { CopyField } from '../../ui/CopyField.tsx';

interface ConfirmTotpProps {
  readonly uri: string;
  readonly backupCodes: readonly string[];
  readonly onDone: () => void;
}

/** What the authenticator app reads, and the first code of it, which shows that it did. */
export function ConfirmTotp({ uri, backupCodes, onDone }: ConfirmTotpProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const confirm = useConfirmTotp();
  const form = useForm({ initialValues: { code: '' }, validate: { code: required(t) } });
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ code }) =>
        confirm.mutate(code, {
          onError: (error) => {
            if (describeFailure(error).code !== 'wrong_secret') notify.failed(error);
            else form.setFieldError('code', t('problems.wrong_secret.what'));
          },
          onSuccess: () => {
            onDone();
            notify.done(t('account.totpOn'));
          },
        }),
      )}
    >
      <Stack>
        <Text size="sm">{t('account.scan')}</Text>
        <Image
          src={`data:image/svg+xml,${encodeURIComponent(renderSVG(uri))}`}
          alt={t('account.qr')}
          w={200}
          h={200}
          mx="auto"
        />
        <CopyField label={t('account.secret')} value={secret} />
        <Text size="sm">{t('account.backupHint')}</Text>
        <Code block>{backupCodes.join('\n')}</Code>
        <TextInput
          label={t('signIn.code')}
          autoComplete="one-time-code"
          inputMode="numeric"
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={confirm.isPending}>
          {t('account.totpEnable')}
        </Button>
      </Stack>
    </form>
  );
}
