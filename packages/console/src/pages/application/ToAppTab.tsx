import { Alert, Button, Group, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useUpdateApplication } from '../../api/applications.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { WriteFields } from '../../components/WriteFields.tsx';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { setSaved } from '../../ui/set-saved.ts';
import { LifecyclePanel } from './LifecyclePanel.tsx';
import { ProvisioningTabs } from './ProvisioningTabs.tsx';
import { MappingsPanel } from './sync/MappingsPanel.tsx';
import { useApplication } from './use-application.ts';

const peopleSwitches = ['createUsers', 'updateUserAttributes', 'deactivateUsers'] as const;
const switches = [...peopleSwitches, 'pushGroups'] as const;
const features = {
  createUsers: 'create-users',
  updateUserAttributes: 'update-user-attributes',
  deactivateUsers: 'deactivate-users',
  pushGroups: 'groups',
} as const;

/** Which changes go to the application. The button says to how many people. */
export function ToAppTab() {
  const { t } = useTranslation();
  const notify = useNotify();
  const application = useApplication();
  const update = useUpdateApplication(useOrg(), application.slug);
  const { createUsers, updateUserAttributes, deactivateUsers, pushGroups } = application;
  const form = useForm({ initialValues: { createUsers, updateUserAttributes, deactivateUsers, pushGroups } });
  useUnsavedGuard(form.isDirty());
  const turnsOn = peopleSwitches.some((name) => form.values[name] && !application[name]);
  const { lacks, template } = application.limits;
  const pushes = turnsOn && application.apiIntegration && application.progress.total > 0;
  return (
    <ProvisioningTabs>
      <Paper>
        <form
          onSubmit={form.onSubmit((values) =>
            update.mutate(values, {
              onSuccess: (saved) => {
                setSaved(form, {
                  createUsers: saved.createUsers,
                  updateUserAttributes: saved.updateUserAttributes,
                  deactivateUsers: saved.deactivateUsers,
                  pushGroups: saved.pushGroups,
                });
                notify.done(t('common.saved'));
              },
            }),
          )}
        >
          <Stack>
            <Title order={2}>{t('toApp.title')}</Title>
            {!application.apiIntegration && <Alert color="yellow">{t('toApp.integrationOff')}</Alert>}
            {update.isError && <ErrorPanel error={update.error} />}
            <WriteFields scope="applications:write">
              <Stack>
                {switches.map((name) => (
                  <Switch
                    key={name}
                    label={t(`toApp.${name}.label`)}
                    description={t(lacks.includes(features[name]) ? 'toApp.notOffered' : `toApp.${name}.hint`, {
                      template,
                    })}
                    // what is on already can be switched off
                    disabled={lacks.includes(features[name]) && !form.values[name]}
                    {...form.getInputProps(name, { type: 'checkbox' })}
                  />
                ))}
              </Stack>
            </WriteFields>
            <Text size="sm" c="dimmed">
              {t('toApp.passwords')}
            </Text>
            <MayWrite scope="applications:write">
              <Group justify="flex-end">
                <Button type="submit" loading={update.isPending} disabled={!form.isDirty()}>
                  {pushes ? t('toApp.saveAndPush', { count: application.progress.total }) : t('common.save')}
                </Button>
              </Group>
            </MayWrite>
          </Stack>
        </form>
      </Paper>
      <LifecyclePanel />
      <MappingsPanel />
    </ProvisioningTabs>
  );
}
