import { Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { scopes, type Scope } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { NewApiKey } from '../../api/api-keys.ts';
import type { SecretFormProps } from '../../components/secrets/SecretDialog.tsx';
import { lacksDate, toValidity, usualValidity, type ChosenValidity } from '../../components/secrets/validity.ts';
import { ValidityFields } from '../../components/secrets/ValidityFields.tsx';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost } from '../../ui/rules.ts';
import { scopeWords } from './scope-words.ts';

export function CreateApiKeyForm(props: SecretFormProps<NewApiKey>) {
  const { t } = useTranslation();
  const form = useForm<ChosenValidity & { notes: string; scopes: Scope[] }>({
    initialValues: { ...usualValidity, notes: '', scopes: [] },
    validate: {
      until: (_, values) => (lacksDate(values) ? t('rules.required') : null),
      notes: atMost(t, 1000),
      scopes: (chosen) => (chosen.length === 0 ? t('apiKeys.chooseScope') : null),
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        props.onSubmit({ notes: values.notes, scopes: values.scopes, validity: toValidity(values) }),
      )}
    >
      <Stack>
        {props.error !== null && <ErrorPanel error={props.error} />}
        <TextInput label={t('tokens.notes')} description={t('apiKeys.notesHint')} {...form.getInputProps('notes')} />
        <ValidityFields words="apiKeys" form={form} />
        <Checkbox.Group
          label={t('apiKeys.scopes')}
          description={t('apiKeys.scopesHint')}
          {...form.getInputProps('scopes')}
        >
          <Stack gap="xs" mt="xs">
            {scopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={scopeWords(t, scope)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Text size="sm" c="dimmed">
          {t('apiKeys.shownOnce')}
        </Text>
        <FormButtons submit={t('apiKeys.submit')} submitting={props.creating} onCancel={props.onCancel} />
      </Stack>
    </form>
  );
}
