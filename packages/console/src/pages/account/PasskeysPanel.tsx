import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import type { Account } from '@lockstep/admin-api';
import { AdminApiError } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useAddPasskey, useDeletePasskey } from '../../api/account.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';

export function PasskeysPanel({ passkeys }: { readonly passkeys: Account['passkeys'] }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const add = useAddPasskey();
  const remove = useDeletePasskey();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: rules(required(t), atMost(t, 64)) },
  });
  return (
    <Paper component="section" aria-label={t('account.passkeys')}>
      <Stack>
        <Stack gap={2}>
          <Title order={2}>{t('account.passkeys')}</Title>
          <Text size="sm" c="dimmed">
            {t('account.passkeysHint')}
          </Text>
        </Stack>
        {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
          <Group key={id} justify="space-between">
            <div>
              <Text size="sm" fw={500}>
                {name}
              </Text>
              <Text size="xs" c="dimmed">
                {t('tokens.created')} <RelativeTime at={createdAt} /> · {t('tokens.lastUsed')}{' '}
                <RelativeTime at={lastUsedAt} fallback={t('common.never')} />
              </Text>
            </div>
            <Button
              size="compact-xs"
              variant="light"
              color="red"
              aria-label={t('tokens.deleteNamed', { name })}
              onClick={() =>
                remove.mutate(id, {
                  onError: notify.failed,
                  onSuccess: () => notify.done(t('apiKeys.deleted', { name })),
                })
              }
            >
              {t('common.delete')}
            </Button>
          </Group>
        ))}
        <form
          noValidate
          onSubmit={form.onSubmit(({ name }) =>
            add.mutate(name, {
              onError: (error) => {
                if (error instanceof AdminApiError) notify.failed(error);
                else form.setFieldError('name', t('signIn.passkeyFailed'));
              },
              onSuccess: () => {
                form.reset();
                notify.done(t('account.passkeyAdded'));
              },
            }),
          )}
        >
          <Group align="flex-end" gap="xs">
            <TextInput
              label={t('account.passkeyName')}
              placeholder={t('account.passkeyExample')}
              style={{ flex: 1 }}
              {...form.getInputProps('name')}
            />
            <Button type="submit" loading={add.isPending}>
              {t('account.addPasskey')}
            </Button>
          </Group>
        </form>
      </Stack>
    </Paper>
  );
}
