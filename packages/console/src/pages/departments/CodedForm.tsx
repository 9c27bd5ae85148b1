import { Stack, Textarea, TextInput } from '@mantine/core';
import { AdminApiError } from '@lockstep/admin-api';
import { useForm } from '@mantine/form';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/describe-problem.ts';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts';
import { ErrorPanel } from '../../ui/ErrorPanel.tsx';
import { FormButtons } from '../../ui/FormButtons.tsx';
import { atMost, required, rules } from '../../ui/rules.ts';

export interface CodedValues {
  code: string;
  name: string;
  description: string;
}

interface Outcome {
  readonly onError: (refusal: unknown) => void;
  readonly onSuccess: () => void;
}

interface CodedFormProps {
  readonly initial: CodedValues;
  readonly submitLabel: string;
  readonly saving: boolean;
  /** What is said when it is saved. */
  readonly saved: (name: string) => string;
  readonly onSubmit: (values: CodedValues, outcome: Outcome) => void;
  readonly onClose: () => void;
  readonly above?: ReactNode;
}

/** Name, code and notes: what departments and job titles have in common. Says so and closes after a save. */
export function CodedForm(props: CodedFormProps) {
  const { t } = useTranslation();
  const notify = useNotify();
  const [error, setError] = useState<unknown>(null);
  const form = useForm<CodedValues>({
    initialValues: props.initial,
    validate: {
      name: rules(required(t), atMost(t, 128)),
      code: rules(required(t), atMost(t, 128)),
      description: atMost(t, 1000),
    },
  });
  const release = useUnsavedGuard(form.isDirty());
  const onError = (refusal: unknown): void => {
    const taken = refusal instanceof AdminApiError && refusal.problem.code === 'code_taken';
    const errors = taken ? { code: t('problems.code_taken.what') } : fieldErrors(refusal, t);
    form.setErrors(errors);
    setError(Object.keys(errors).length === 0 ? refusal : null);
  };
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) => {
        release();
        const onSuccess = (): void => {
          notify.done(props.saved(values.name));
          props.onClose();
        };
        props.onSubmit(values, { onError, onSuccess });
      })}
    >
      <Stack gap="sm">
        {error !== null && <ErrorPanel error={error} />}
        {props.above}
        <TextInput label={t('departments.name')} withAsterisk required data-autofocus {...form.getInputProps('name')} />
        <TextInput
          label={t('departments.code')}
          description={t('departments.codeHint')}
          withAsterisk
          required
          autoComplete="off"
          {...form.getInputProps('code')}
        />
        <Textarea label={t('departments.notes')} autosize minRows={2} {...form.getInputProps('description')} />
        <FormButtons
          submit={props.submitLabel}
          submitting={props.saving}
          disabled={!form.isDirty()}
          onCancel={props.onClose}
        />
      </Stack>
    </form>
  );
}
