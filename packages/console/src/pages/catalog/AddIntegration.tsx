import { Button, Group, Paper, Stack, Switch, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { TemplateDocument } from '@lockstep/admin-api';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreateApplication } from '../../api/applications.ts';
import { fieldErrors } from '../../api/describe-problem.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { atMost, required, rules, webAddress } from '../../ui/rules.ts';
import { useTemplateText } from './use-template-text.ts';
import { TemplateFieldInput } from './TemplateFieldInput.tsx';

interface Values {
  readonly name: string;
  readonly baseUrl: string;
  /** The base URL is typed as a whole, not made of the fields. */
  readonly whole: boolean;
  readonly fields: Record<string, string>;
}

/** *Add integration*, General settings: label and address. Leads to the integration, where the token goes. */
export function AddIntegration({ template, own }: { readonly template: TemplateDocument; readonly own: boolean }) {
  const { t } = useTranslation();
  const org = useOrg();
  const navigate = useNavigate();
  const create = useCreateApplication(org);
  const { id, fields, baseUrl } = template;
  const text = useTemplateText(own);
  const form = useForm<Values>({
    initialValues: {
      name: text(template.name),
      // an address without anything to fill in is there to be checked
      baseUrl: fields.length === 0 ? (baseUrl ?? '') : '',
      whole: fields.length === 0,
      fields: Object.fromEntries(fields.map((field) => [field.id, ''])),
    },
    validate: {
      name: rules(required(t), atMost(t, 128)),
      baseUrl: (value, { whole }) => (whole ? rules(webAddress(t), atMost(t, 2048))(value) : null),
    },
  });
  const { whole } = form.values;
  const submit = ({ name, ...values }: Values): void =>
    create.mutate(
      { template: id, name, ...(values.whole ? { baseUrl: values.baseUrl.trim() } : { fields: values.fields }) },
      {
        onError: (error) => form.setErrors(fieldErrors(error, t)),
        onSuccess: ({ slug }) => void navigate(`/o/${org}/applications/${slug}/provisioning/integration`),
      },
    );
  return (
    <Paper component="form" noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        <Title order={2} size="h4">
          {t('catalog.generalSettings')}
        </Title>
        {create.isError && Object.keys(form.errors).length === 0 && <ErrorPanel error={create.error} />}
        <TextInput
          label={t('catalog.label')}
          description={t('catalog.labelHint')}
          withAsterisk
          {...form.getInputProps('name')}
        />
        {!whole &&
          fields.map((field) => (
            <TemplateFieldInput key={field.id} field={field} own={own} {...form.getInputProps(`fields.${field.id}`)} />
          ))}
        {fields.length > 0 && (
          <Switch label={t('catalog.wholeBaseUrl')} {...form.getInputProps('whole', { type: 'checkbox' })} />
        )}
        {whole && (
          <TextInput
            label={t('applications.baseUrl')}
            description={t('applications.baseUrlHint')}
            placeholder="https://"
            type="url"
            withAsterisk
            {...form.getInputProps('baseUrl')}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button type="submit" loading={create.isPending}>
            {t('catalog.done')}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
