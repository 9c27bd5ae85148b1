import { Button, Checkbox, Group, Paper, Select, Stack, TextInput, Title } from '@mantine/core';
import { clientProfileSchema, type Application } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useTestCredentials, useUpdateApplication } from '../../api/applications.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { WriteFields } from '../../components/WriteFields.tsx';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { atMost, rules, webAddress } from '../../ui/rules.ts';
import { setSaved } from '../../ui/set-saved.ts';
import { CertificateFields } from './CertificateFields.tsx';
import { CredentialFields } from './CredentialFields.tsx';
import { CredentialTestResult } from './CredentialTestResult.tsx';
import { toChange, toTested, toValues, type IntegrationValues } from './integration-form.ts';
import { ProvisioningTabs } from './ProvisioningTabs.tsx';
import { RestartDialog } from './sync/RestartDialog.tsx';
import { useApplication } from './use-application.ts';

/** What a field of one kind of credential must hold while that kind is chosen. */
const needed = (t: TFunction, kind: IntegrationValues['kind']) => (value: string, values: IntegrationValues) =>
  values.kind === kind && value.trim() === '' ? t('integration.needed') : null;

function validation(t: TFunction, application: Application) {
  return {
    baseUrl: rules(webAddress(t), atMost(t, 2048)),
    header: (value: string, { kind }: IntegrationValues) =>
      kind === 'header' && !/^[A-Za-z0-9-]{1,64}$/.test(value.trim()) ? t('integration.headerInvalid') : null,
    userName: needed(t, 'basic'),
    clientId: needed(t, 'oauth-client'),
    tokenUrl: (value: string, { kind }: IntegrationValues) => (kind === 'oauth-client' ? webAddress(t)(value) : null),
    secret: (value: string, { apiIntegration }: IntegrationValues) =>
      apiIntegration && value.trim() === '' && !application.credentialSet
        ? t('integration.tokenMissing')
        : atMost(t, 4096)(value),
  };
}

/** Where the application is and how to get in. */
export function IntegrationTab() {
  const { t } = useTranslation();
  const org = useOrg();
  const notify = useNotify();
  const application = useApplication();
  const update = useUpdateApplication(org, application.slug);
  const test = useTestCredentials(org, application.slug);
  const form = useForm<IntegrationValues>({
    initialValues: toValues(application),
    validate: validation(t, application),
  });
  useUnsavedGuard(form.isDirty());
  const [restarting, restart] = useDisclosure(false);
  const save = (): void =>
    update.mutate(toChange(form.values), {
      onSuccess: (saved) => {
        setSaved(form, toValues(saved));
        restart.close();
        notify.done(t('common.saved'));
      },
    });
  // with people, turning it on may send much at once: that is shown first
  const restarts = form.values.apiIntegration && !application.apiIntegration && application.progress.total > 0;
  return (
    <ProvisioningTabs>
      <Paper>
        <form noValidate onSubmit={form.onSubmit(restarts ? restart.open : save)}>
          <WriteFields scope="applications:write">
            <Stack>
              <Title order={2}>{t('application.sections.integration')}</Title>
              {update.isError && <ErrorPanel error={update.error} />}
              <Checkbox
                label={t('integration.enable')}
                description={t('integration.enableHint')}
                {...form.getInputProps('apiIntegration', { type: 'checkbox' })}
              />
              <TextInput label={t('applications.baseUrl')} type="url" withAsterisk {...form.getInputProps('baseUrl')} />
              <CredentialFields form={form} saved={application.credentialSet} />
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
              <CertificateFields form={form} saved={application.tls} />
              {test.isError && <ErrorPanel error={test.error} />}
              {test.data !== undefined && <CredentialTestResult test={test.data} />}
              <MayWrite scope="applications:write">
                <Group justify="space-between" gap="xs">
                  <Button variant="default" loading={test.isPending} onClick={() => test.mutate(toTested(form.values))}>
                    {t('integration.test')}
                  </Button>
                  <Button type="submit" loading={update.isPending} disabled={!form.isDirty()}>
                    {t('common.save')}
                  </Button>
                </Group>
              </MayWrite>
            </Stack>
          </WriteFields>
        </form>
      </Paper>
      <RestartDialog opened={restarting} saving={update.isPending} onClose={restart.close} onConfirm={save} />
    </ProvisioningTabs>
  );
}
