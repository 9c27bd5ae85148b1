import type { Lifecycle } from '@lockstep/admin-api';
import { Alert, NumberInput, Paper, Select, Stack, Text, Title } from '@mantine/core';
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
import { setSaved } from '../../ui/set-saved.ts';
import { useApplication } from './use-application.ts';

const events = ['unassign', 'deactivate', 'suspend', 'delete'] as const;
const endings: readonly Lifecycle['unassign'][] = ['deactivate', 'delete', 'delete-later', 'nothing'];

/** What becomes of accounts when people leave. */
export function LifecyclePanel() {
  const { t } = useTranslation();
  const notify = useNotify();
  const { slug, lifecycle, limits } = useApplication();
  const { template } = limits;
  const may = (value: Lifecycle['unassign'], current: Lifecycle['unassign']): boolean =>
    value === current || !value.startsWith('delete') || !limits.lacks.includes('delete-users');
  const facts = [
    ...(limits.lacks.includes('delete-users') ? (['cannotDelete'] as const) : []),
    ...(limits.lacks.includes('reactivate-users') ? (['cannotReactivate'] as const) : []),
    ...(limits.deactivationDeletes ? (['deactivationDeletes'] as const) : []),
    ...(limits.tombstones ? (['tombstones'] as const) : []),
  ];
  const update = useUpdateApplication(useOrg(), slug);
  const form = useForm<Lifecycle>({ initialValues: lifecycle });
  useUnsavedGuard(form.isDirty());
  const later = events.some((event) => form.values[event] === 'delete-later');
  const submit = (values: Lifecycle): void =>
    update.mutate(
      { lifecycle: values },
      {
        onSuccess: (saved) => {
          setSaved(form, saved.lifecycle);
          notify.done(t('common.saved'));
        },
      },
    );
  return (
    <Paper mt="md">
      <form onSubmit={form.onSubmit(submit)}>
        <Stack>
          <Title order={2}>{t('assignments.lifecycle.title')}</Title>
          <Text size="sm">{t('assignments.lifecycle.hint')}</Text>
          {facts.map((fact) => (
            <Alert key={fact} color="yellow">
              {t(`assignments.lifecycle.${fact}`, { template })}
            </Alert>
          ))}
          {update.isError && <ErrorPanel error={update.error} />}
          <WriteFields scope="applications:write">
            <Stack>
              {events.map((event) => (
                <Select
                  key={event}
                  label={t(`assignments.lifecycle.${event}`)}
                  allowDeselect={false}
                  data={endings
                    .filter((value) => may(value, lifecycle[event]))
                    .map((value) => ({ value, label: t(`assignments.lifecycle.options.${value}`) }))}
                  {...form.getInputProps(event)}
                />
              ))}
              {later && (
                <NumberInput
                  label={t('assignments.lifecycle.days')}
                  min={1}
                  max={3650}
                  clampBehavior="strict"
                  allowDecimal={false}
                  w={200}
                  {...form.getInputProps('deleteAfterDays')}
                />
              )}
            </Stack>
          </WriteFields>
          <MayWrite scope="applications:write">
            <FormButtons submit={t('common.save')} submitting={update.isPending} disabled={!form.isDirty()} />
          </MayWrite>
        </Stack>
      </form>
    </Paper>
  );
}
