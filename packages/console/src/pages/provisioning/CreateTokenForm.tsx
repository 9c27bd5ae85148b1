import { Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { NewToken } from '../../api/connections.ts';
import type { SecretFormProps } from '../../components/secrets/SecretDialog.tsx';
import { lacksDate, toValidity, usualValidity, type ChosenValidity } from '../../components/secrets/validity.ts';
import { ValidityFields } from '../../components/secrets/ValidityFields.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost } from '../../ui/rules.ts';
import { TokenFields } from './TokenFields.tsx';

export function CreateTokenForm(props: SecretFormProps<NewToken>) {
  const { t } = useTranslation();
  const form = useForm<ChosenValidity & { notes: string; networks: string[] }>({
    initialValues: { ...usualValidity, notes: '', networks: [] },
    validate: {
      until: (_, values) => (lacksDate(values) ? t('rules.required') : null),
      notes: atMost(t, 1000),
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        props.onSubmit({ notes: values.notes, networks: values.networks, validity: toValidity(values) }),
      )}
    >
      <Stack>
        {props.error !== null && <ErrorPanel error={props.error} />}
        <ValidityFields words="tokens" form={form} />
        <TokenFields form={form} />
        <Text size="sm" c="dimmed">
          {t('tokens.shownOnce')}
        </Text>
        <FormButtons submit={t('tokens.submit')} submitting={props.creating} onCancel={props.onCancel} />
      </Stack>
    </form>
  );
}
