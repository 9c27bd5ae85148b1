import { Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { slugSchema, type Organization } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { modals } from '@mantine/modals';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/describe-problem.ts';
import { useChangeOrganization, type OrganizationChange } from '../../api/organization.ts';
import { useGranted } from '../../hooks/use-granted.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts';
import { languages } from '../../i18n/languages.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';
import { TimeZoneInput } from './TimeZoneInput.tsx';

/** The choice that leaves the language to the server. */
const ofServer = 'server';

/** Name, address, language and time zone. Another address is asked about first: whoever uses the old one is refused. */
export function SettingsForm({ saved }: { readonly saved: Organization }) {
  const { t } = useTranslation();
  const notify = useNotify();
  const mayWrite = useGranted('settings:write');
  const change = useChangeOrganization(saved.slug);
  const form = useForm({
    initialValues: {
      name: saved.name,
      slug: saved.slug,
      language: saved.language ?? ofServer,
      timeZone: saved.timeZone ?? '',
    },
    validate: {
      name: rules(required(t), atMost(t, 128)),
      slug: (slug) => (slugSchema.safeParse(slug).success ? null : t('settings.slugRule')),
    },
  });
  useUnsavedGuard(form.isDirty());
  const save = (values: typeof form.values): void => {
    const language = languages.find(({ code }) => code === values.language)?.code ?? null;
    const body: OrganizationChange = {
      name: values.name,
      slug: values.slug,
      language,
      timeZone: values.timeZone || null,
    };
    change.mutate(body, {
      onError: (error) =>
        form.setErrors(fieldErrors(error, t)['slug'] === undefined ? {} : { slug: t('settings.slugTaken') }),
      onSuccess: ({ slug }) => {
        form.setInitialValues(values);
        form.reset();
        // every address has changed, so everything is loaded anew
        if (slug !== saved.slug) window.location.replace(`/o/${slug}/settings`);
        else notify.done(t('common.saved'));
      },
    });
  };
  const submit = (values: typeof form.values): void => {
    if (values.slug === saved.slug) save(values);
    else askAboutSlug(t, { from: saved.slug, to: values.slug }, () => save(values));
  };
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Paper>
        <Stack>
          {change.error !== null && Object.keys(form.errors).length === 0 && <ErrorPanel error={change.error} />}
          <TextInput label={t('settings.name')} withAsterisk disabled={!mayWrite} {...form.getInputProps('name')} />
          <TextInput
            label={t('settings.slug')}
            description={t('settings.slugHint')}
            withAsterisk
            disabled={!mayWrite}
            {...form.getInputProps('slug')}
          />
          <Select
            label={t('settings.language')}
            description={t('settings.languageHint')}
            allowDeselect={false}
            disabled={!mayWrite}
            data={[
              { value: ofServer, label: t('settings.serverLanguage') },
              ...languages.map(({ code, name }) => ({ value: code, label: name })),
            ]}
            {...form.getInputProps('language')}
          />
          <TimeZoneInput
            disabled={!mayWrite}
            value={form.values.timeZone}
            onChange={(zone) => form.setFieldValue('timeZone', zone)}
          />
          {mayWrite && (
            <FormButtons submit={t('common.save')} submitting={change.isPending} disabled={!form.isDirty()} />
          )}
        </Stack>
      </Paper>
    </form>
  );
}

function askAboutSlug(
  t: TFunction,
  { from, to }: { readonly from: string; readonly to: string },
  go: () => void,
): void {
  modals.openConfirmModal({
    title: t('settings.slugTitle', { slug: to }),
    children: <Text size="sm">{t('settings.slugBody', { slug: from })}</Text>,
    labels: { confirm: t('settings.slugConfirm'), cancel: t('common.cancel') },
    confirmProps: { color: 'red.8' },
    onConfirm: go,
  });
}
