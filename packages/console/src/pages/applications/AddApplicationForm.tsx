import { Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import type { Template } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreateApplication } from '../../api/applications.ts';
import { useOrg } from '../../hooks/use-org.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost, required, rules, webAddress } from '../../ui/rules.ts';

interface AddApplicationFormProps {
  readonly templates: readonly Template[];
  readonly onClose: () => void;
}

/** Leads to the new application's integration, where its token goes. */
export function AddApplicationForm({ templates, onClose }: AddApplicationFormProps) {
  const { t } = useTranslation();
  const org = useOrg();
  const navigate = useNavigate();
  const create = useCreateApplication(org);
  const first = templates[0];
  const form = useForm({
    initialValues: { template: first?.id ?? '', name: first?.name ?? '', baseUrl: '' },
    validate: {
      template: required(t),
      name: rules(required(t), atMost(t, 128)),
      baseUrl: rules(webAddress(t), atMost(t, 2048)),
    },
  });
  const chooseTemplate = (id: string): void => {
    const names = templates.map(({ name }) => name);
    const untouched = form.values.name === '' || names.includes(form.values.name);
    const name = templates.find((template) => template.id === id)?.name ?? '';
    form.setValues({ template: id, ...(untouched ? { name } : {}) });
  };
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ template, name, baseUrl }) =>
        create.mutate(
          { template, name, baseUrl: baseUrl.trim() },
          {
            onSuccess: (application) =>
              void navigate(`/o/${org}/applications/${application.slug}/provisioning/integration`),
          },
        ),
      )}
    >
      <Stack>
        {create.isError && <ErrorPanel error={create.error} />}
        <Radio.Group label={t('applications.template')} {...form.getInputProps('template')} onChange={chooseTemplate}>
          <Stack gap="xs" mt="xs">
            {templates.map(({ id, name, description }) => (
              <Radio.Card key={id} value={id} p="sm">
                <Group wrap="nowrap" align="flex-start">
                  <Radio.Indicator />
                  <div>
                    <Text size="sm" fw={600}>
                      {name}
                    </Text>
                    <Text size="sm" c="dimmed">
                      {description}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
            ))}
          </Stack>
        </Radio.Group>
        <TextInput label={t('applications.name')} withAsterisk {...form.getInputProps('name')} />
        <TextInput
          label={t('applications.baseUrl')}
          description={t('applications.baseUrlHint')}
          placeholder="https://"
          type="url"
          withAsterisk
          {...form.getInputProps('baseUrl')}
        />
        <FormButtons submit={t('applications.addSubmit')} submitting={create.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
