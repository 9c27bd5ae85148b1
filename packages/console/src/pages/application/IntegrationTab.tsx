import { Button, Checkbox, Group, Paper, PasswordInput, Select, Stack, TextInput, Title } from '@mantine/core';
import { clientProfileSchema, type Application } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useTestCredentials, useUpdateApplication } from '../../api/applications.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { atMost, rules, webAddress } from '../../ui/rules.ts';
import { CredentialTestResult } from './CredentialTestResult.tsx';
import { ProvisioningTabs } from './ProvisioningTabs.tsx';
import { useApplication } from './use-application.ts';

/** The token goes in and never comes out. */
function toValues({ apiIntegration, baseUrl, clientProfile }: Application) {
  return { apiIntegration, baseUrl, clientProfile, apiToken: '' };
}

/** Where the application is and how to get in. */
export function IntegrationTab() {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const application = useApplication();
  const update = useUpdateApplication(org, application.slug);
  const test = useTestCredentials(org, application.slug);
  const form = useForm({
    initialValues: toValues(application),
    validate: {
      baseUrl: rules(webAddress(t), atMost(t, 2048)),
      apiToken: (value, { apiIntegration }) =>
        apiIntegration && value.trim() === '' && !application.credentialSet
          ? t('integration.tokenMissing')
          : atMost(t, 4096)(value),
    },
  });
  useUnsavedGuard(form.isDirty());
  const credentials = () => {
    const { baseUrl, clientProfile } = form.values;
    const apiToken = form.values.apiToken.trim();
    return { baseUrl: baseUrl.trim(), clientProfile, ...(apiToken === '' ? {} : { apiToken }) };
  };
  const save = (): void =>
    update.mutate(
      { ...credentials(), apiIntegration: form.values.apiIntegration },
      {
        onSuccess: (saved) => {
          form.initialize(toValues(saved));
          notify.done(t('common.saved'));
        },
      },
    );
  return (
    <ProvisioningTabs>
      <Paper>
        <form noValidate onSubmit={form.onSubmit(save)}>
          <Stack>
            <Title order={2}>{t('application.sections.integration')}</Title>
            {update.isError && <ErrorPanel error={update.error} />}
            <Checkbox
              label={t('integration.enable')}
              description={t('integration.enableHint')}
              {...form.getInputProps('apiIntegration', { type: 'checkbox' })}
            />
            <TextInput label={t('applications.baseUrl')} type="url" withAsterisk {...form.getInputProps('baseUrl')} />
            <PasswordInput
              label={t('integration.token')}
              description={application.credentialSet ? t('integration.tokenSet') : t('integration.tokenUnset')}
              autoComplete="off"
              {...form.getInputProps('apiToken')}
            />
            <Select
              label={t('integration.clientProfile.label')}
              description={t('integration.clientProfile.hint')}
              allowDeselect={false}
              data={clientProfileSchema.options.map((id) => ({
                value: id,
                label: t(`integration.clientProfile.${id}`),
              }))}
              {...form.getInputProps('clientProfile')}
            />
            {test.isError && <ErrorPanel error={test.error} />}
            {test.data !== undefined && <CredentialTestResult test={test.data} />}
            <Group justify="space-between" gap="xs">
              <Button variant="default" loading={test.isPending} onClick={() => test.mutate(credentials())}>
                {t('integration.test')}
              </Button>
              <Button type="submit" loading={update.isPending} disabled={!form.isDirty()}>
                {t('common.save')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </ProvisioningTabs>
  );
}
