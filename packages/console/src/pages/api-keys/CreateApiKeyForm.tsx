import { Alert, Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { scopes, type Scope } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { NewApiKey } from '../../api/api-keys.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { atMost } from '../../ui/rules.ts';
import { scopeWords } from './scope-words.ts';

interface CreateApiKeyFormProps {
  readonly creating: boolean;
  readonly error: unknown;
  readonly onCancel: () => void;
  readonly onSubmit: (body: NewApiKey) => void;
}

const validities = ['30', '60', '90', '365', 'never'] as const;

export function CreateApiKeyForm(props: CreateApiKeyFormProps) {
  const { t } = useTranslation();
  const form = useForm<{ choice: (typeof validities)[number]; notes: string; scopes: Scope[] }>({
    initialValues: { choice: '90', notes: '', scopes: [] },
    validate: {
      notes: atMost(t, 1000),
      scopes: (chosen) => (chosen.length === 0 ? t('apiKeys.chooseScope') : null),
    },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ choice, notes, scopes: chosen }) =>
        props.onSubmit({
          notes,
          scopes: chosen,
          validity: choice === 'never' ? choice : { days: Number(choice) },
        }),
      )}
    >
      <Stack>
        {props.error !== null && <ErrorPanel error={props.error} />}
        <TextInput label={t('tokens.notes')} description={t('apiKeys.notesHint')} {...form.getInputProps('notes')} />
        <Select
          label={t('tokens.validity')}
          allowDeselect={false}
          data={validities.map((value) => ({ value, label: t(`tokens.validities.${value}`) }))}
          {...form.getInputProps('choice')}
        />
        {form.values.choice === 'never' && <Alert color="yellow">{t('apiKeys.neverWarning')}</Alert>}
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
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={props.creating}>
            {t('apiKeys.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
