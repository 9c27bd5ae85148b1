import { Badge, Group, Paper, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { profileFieldLengths, type Account } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Fact } from '../../ui/Fact.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { useServiceName } from '../../hooks/use-service-names.ts';
import { useUpdateOwnUser } from '../../api/account.ts';
import { fieldErrors } from '../../api/describe-problem.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';
import { timeZoneChoices } from '../users/region-choices.ts';

type OwnUser = Account['users'][number];

const texts = ['phone', 'mobilePhone', 'extensionNumber'] as const;

/** One's user in an organization: what one may change of it, and what the identity provider keeps to itself. */
export function OwnUserPanel({ user }: { readonly user: OwnUser }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const update = useUpdateOwnUser();
  const { loginName, phone, mobilePhone, extensionNumber, timeZone } = user;
  const form = useForm({
    initialValues: { loginName, phone, mobilePhone, extensionNumber, timeZone },
    validate: {
      loginName: rules(required(t), atMost(t, 128)),
      ...Object.fromEntries(texts.map((name) => [name, atMost(t, profileFieldLengths[name])])),
    },
  });
  const title = t('account.userAt', { organization: user.organization });
  const lockOf = (field: OwnUser['locked'][number]) =>
    user.locked.includes(field) ? { disabled: true, rightSection: <IconLock size={16} aria-hidden /> } : {};
  const save = (values: typeof form.values): void => {
    const change = Object.fromEntries(
      Object.entries(values).filter(([name, value]) => value !== user[name as keyof typeof values]),
    );
    update.mutate(
      { user: user.id, change },
      {
        onError: (refusal) => {
          const errors = fieldErrors(refusal, t);
          form.setErrors(errors);
          if (Object.keys(errors).length === 0) notify.failed(refusal);
        },
        onSuccess: () => {
          form.resetDirty(values);
          notify.done(t('common.saved'));
        },
      },
    );
  };
  return (
    <Paper component="section" aria-label={title}>
      <form noValidate onSubmit={form.onSubmit(save)}>
        <Stack>
          <Title order={2}>{title}</Title>
          <Fact label={t('user.displayName')}>{user.displayName}</Fact>
          <TextInput
            label={t('user.loginName')}
            autoComplete="username"
            {...(user.locked.includes('loginName') ? { description: t('account.loginNameHint') } : {})}
            {...lockOf('loginName')}
            {...form.getInputProps('loginName')}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {texts.map((name) => (
              <TextInput key={name} label={t(`user.${name}`)} {...lockOf(name)} {...form.getInputProps(name)} />
            ))}
            <Select
              label={t('user.timeZone')}
              clearable
              searchable
              limit={100}
              data={timeZoneChoices(form.values.timeZone)}
              {...lockOf('timeZone')}
              value={form.values.timeZone || null}
              onChange={(value) => form.setFieldValue('timeZone', value ?? '')}
            />
          </SimpleGrid>
          <Services services={user.availableServices} />
          <FormButtons submit={t('common.save')} submitting={update.isPending} disabled={!form.isDirty()} />
        </Stack>
      </form>
    </Paper>
  );
}

function Services({ services }: { readonly services: OwnUser['availableServices'] }) {
  const { t } = useTranslation();
  const nameOf = useServiceName();
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed">
        {t('user.availableServices')}
      </Text>
      <Group gap={6}>
        {services.map((service) => (
          <Badge key={service.code} variant="light">
            {nameOf(service)}
          </Badge>
        ))}
      </Group>
    </Stack>
  );
}
