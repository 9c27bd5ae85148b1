import { Paper, SimpleGrid, Stack, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { useUpdateApplication } from '../../api/applications.ts';
import { MayWrite } from '../../components/MayWrite.tsx';
import { WriteFields } from '../../components/WriteFields.tsx';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useOrg } from '../../hooks/use-org.ts';
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { Fact } from '../../ui/Fact.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';
import { setSaved } from '../../ui/set-saved.ts';
import { RemoveApplication } from './RemoveApplication.tsx';
import { useApplication } from './use-application.ts';

/** What the application is called, and the way to remove it. */
export function GeneralTab() {
  const { t } = useTranslation();
  const notify = useNotify();
  const application = useApplication();
  const update = useUpdateApplication(useOrg(), application.slug);
  const form = useForm({
    initialValues: { name: application.name },
    validate: { name: rules(required(t), atMost(t, 128)) },
  });
  useUnsavedGuard(form.isDirty());
  return (
    <Stack maw={720}>
      <Paper>
        <form
          noValidate
          onSubmit={form.onSubmit((values) =>
            update.mutate(values, {
              onSuccess: ({ name }) => {
                setSaved(form, { name });
                notify.done(t('common.saved'));
              },
            }),
          )}
        >
          <Stack>
            <Title order={2}>{t('application.tabs.general')}</Title>
            {update.isError && <ErrorPanel error={update.error} />}
            <WriteFields scope="applications:write">
              <TextInput label={t('applications.name')} withAsterisk {...form.getInputProps('name')} />
            </WriteFields>
            <SimpleGrid cols={{ base: 1, xs: 3 }}>
              <Fact label={t('applications.template')}>{application.template}</Fact>
              <Fact label={t('application.slug')}>{application.slug}</Fact>
              <Fact label={t('application.created')}>
                <RelativeTime at={application.createdAt} />
              </Fact>
            </SimpleGrid>
            <MayWrite scope="applications:write">
              <FormButtons submit={t('common.save')} submitting={update.isPending} disabled={!form.isDirty()} />
            </MayWrite>
          </Stack>
        </form>
      </Paper>
      <MayWrite scope="applications:write">
        <RemoveApplication application={application} />
      </MayWrite>
    </Stack>
  );
}
