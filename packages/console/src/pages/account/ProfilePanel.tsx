import { Badge, Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import type { Account } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useRename } from '../../api/account.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { Fact } from '../../ui/Fact.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';

/** Name, addresses and services. Login names are the directory's business and cannot be changed here. */
export function ProfilePanel({ account }: { readonly account: Account }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const rename = useRename();
  const form = useForm({
    initialValues: { name: account.name },
    validate: { name: rules(required(t), atMost(t, 128)) },
  });
  return (
    <Paper component="section" aria-label={t('account.profile')}>
      <form
        noValidate
        onSubmit={form.onSubmit(({ name }) =>
          rename.mutate(name, {
            onError: notify.failed,
            onSuccess: () => {
              form.initialize({ name });
              form.resetDirty({ name });
              notify.done(t('common.saved'));
            },
          }),
        )}
      >
        <Stack>
          <Title order={2}>{t('account.profile')}</Title>
          <TextInput label={t('administrators.name')} autoComplete="name" {...form.getInputProps('name')} />
          <Fact label={t('signIn.email')}>{account.email}</Fact>
          {account.users.map((user) => (
            <Stack key={user.organization} gap={4}>
              <Fact label={t('account.loginNameAt', { organization: user.organization })}>{user.loginName}</Fact>
              <Text size="xs" c="dimmed">
                {t('account.loginNameHint')}
              </Text>
              <Text size="xs" c="dimmed">
                {t('user.availableServices')}
              </Text>
              <Group gap={6}>
                {user.availableServices.map((service) => (
                  <Badge key={service} variant="light">
                    {t(`services.${service}`)}
                  </Badge>
                ))}
              </Group>
            </Stack>
          ))}
          <Group justify="flex-end">
            <Button type="submit" loading={rename.isPending} disabled={!form.isDirty()}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
