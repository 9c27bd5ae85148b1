import { NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { AdminApiError, type ServiceUse } from '@lockstep/admin-api';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/describe-problem.ts';
import { useCreateService, useUpdateService } from '../../api/services.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useServiceName } from '../../hooks/use-service-names.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';

interface ServiceFormProps {
  /** Given and not read from the address: dialogs stand outside the pages. */
  readonly org: string;
  /** Absent: a new one. */
  readonly service?: ServiceUse;
  readonly onClose: () => void;
}

interface ServiceValues {
  name: string;
  code: string;
  limited: boolean;
  /** A text while it is no number. */
  seats: number | string;
}

/** Name, code and seats. */
export function ServiceForm({ org, service, onClose }: ServiceFormProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const nameOf = useServiceName();
  const create = useCreateService(org);
  const update = useUpdateService(org);
  const [error, setError] = useState<unknown>(null);
  const shown = service === undefined ? '' : nameOf(service);
  const form = useForm<ServiceValues>({
    initialValues: {
      name: shown,
      code: service?.code ?? '',
      limited: typeof service?.seats === 'number',
      seats: service?.seats ?? service?.taken ?? 0,
    },
    validate: {
      name: rules(required(t), atMost(t, 128)),
      code: (code) => (/^[a-z][a-z0-9_]{0,63}$/.test(code) ? null : t('seats.codeHint')),
      seats: (seats, { limited }) => (limited && typeof seats !== 'number' ? t('seats.limited') : null),
    },
  });
  const answered = {
    onError: (refusal: unknown): void => {
      const taken = refusal instanceof AdminApiError && refusal.problem.code === 'code_taken';
      const errors = taken ? { code: t('problems.code_taken.what') } : fieldErrors(refusal, t);
      form.setErrors(errors);
      setError(Object.keys(errors).length === 0 ? refusal : null);
    },
    onSuccess: (): void => {
      notify.done(t('common.saved'));
      onClose();
    },
  };
  const submit = ({ name, code, limited, seats: count }: ServiceValues): void => {
    const seats = limited && typeof count === 'number' ? count : null;
    if (service === undefined) return create.mutate({ code, name, seats }, answered);
    const renamed = name === shown ? {} : { name };
    update.mutate({ service: service.code, seats, ...renamed }, answered);
  };
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        {error !== null && <ErrorPanel error={error} />}
        <TextInput label={t('seats.name')} withAsterisk required data-autofocus {...form.getInputProps('name')} />
        {service === undefined && (
          <TextInput
            label={t('seats.code')}
            description={t('seats.codeHint')}
            withAsterisk
            required
            autoComplete="off"
            {...form.getInputProps('code')}
          />
        )}
        <SeatsInput form={form} taken={service?.taken} />
        <FormButtons
          submit={service === undefined ? t('seats.add') : t('common.save')}
          submitting={create.isPending || update.isPending}
          disabled={!form.isDirty()}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}

interface SeatsInputProps {
  readonly form: UseFormReturnType<ServiceValues>;
  /** Absent: of a new service. */
  readonly taken: number | undefined;
}

/** As many as there are, or a number; says what fewer seats than are taken do. */
function SeatsInput({ form, taken }: SeatsInputProps) {
  const { t } = useTranslation();
  const { limited } = form.values;
  return (
    <>
      <Radio.Group
        label={t('seats.seats')}
        value={limited ? 'limited' : 'unlimited'}
        onChange={(value) => form.setFieldValue('limited', value === 'limited')}
      >
        <Stack gap="xs" mt={4}>
          <Radio value="unlimited" label={t('seats.unlimited')} />
          <Radio value="limited" label={t('seats.limited')} />
        </Stack>
      </Radio.Group>
      {limited && (
        <NumberInput
          aria-label={t('seats.seats')}
          {...(taken === undefined ? {} : { description: t('seats.fewer', { taken }) })}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          {...form.getInputProps('seats')}
        />
      )}
    </>
  );
}
